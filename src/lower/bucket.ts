import type { SpanArgument } from "../../grammar/ast.js";
import { lowerDiagnostics } from "../diagnostics/codes/lower.js";
import { call, literal } from "../plan/build/index.js";
import type { Call, ScalarExpression } from "../plan/expression.js";
import type { Scope } from "./scope.js";

/** Seconds of the units whose length never changes. */
const fixedSeconds = {
  microsecond: 1e-6,
  millisecond: 1e-3,
  centisecond: 1e-2,
  decisecond: 1e-1,
  second: 1,
  minute: 60,
  hour: 3600,
} as const;

/**
 * The start of the bucket that a value falls into: `span=1h` counts seconds from the epoch, `span=1d` and longer follow
 * the calendar of the search's time zone. Without a unit the value is a plain number, and the bucket is the text `low-high`.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Bin
 */
export function bucketOf(value: ScalarExpression, width: SpanArgument, scope: Scope): Call | undefined {
  const { amount, unit, snap, span } = width;
  if (snap !== undefined) {
    scope.report(lowerDiagnostics["refused-option"](span, { command: "bin", option: "span with a snap" }));
    return undefined;
  }
  if (!(amount > 0)) {
    scope.report(lowerDiagnostics["empty-span"](span, {}));
    return undefined;
  }
  const made = (size: number, name: string) =>
    call("bucket", [value, literal(size, span), literal(name, span)], scope.row, span);
  switch (unit) {
    case undefined:
      // On `_time` a number without a unit counts seconds.
      return value.kind === "field" && value.name === "_time"
        ? made(amount, "second")
        : { ...made(amount, "number"), type: "text" };
    case "day":
    case "week":
    case "month":
    case "year":
      return made(amount, unit);
    case "quarter":
      return made(amount * 3, "month");
    default:
      return made(amount * fixedSeconds[unit], "second");
  }
}
