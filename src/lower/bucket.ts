import type { SpanArgument } from "../../grammar/ast.js";
import { lowerDiagnostics } from "../diagnostics/codes/lower.js";
import { call, literal } from "../plan/build/index.js";
import type { Call, ScalarExpression } from "../plan/expression.js";
import type { BucketUnit } from "../plan/reshape.js";
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
export function bucketOf(value: ScalarExpression, argument: SpanArgument, scope: Scope): Call | undefined {
  const { amount, unit, snap, span } = argument;
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
  const isTime = value.kind === "field" && value.name === "_time";
  if (unit === undefined && !isTime) return { ...made(amount, "number"), type: "text" };
  const width = bucketWidth(argument);
  return made(width.size, width.unit);
}

/** How wide the buckets of time are. A number without a unit counts seconds. */
export function bucketWidth({ amount, unit }: SpanArgument): {
  readonly size: number;
  readonly unit: BucketUnit;
} {
  switch (unit) {
    case undefined:
      return { size: amount, unit: "second" };
    case "day":
    case "week":
    case "month":
    case "year":
      return { size: amount, unit };
    case "quarter":
      return { size: amount * 3, unit: "month" };
    default:
      return { size: amount * fixedSeconds[unit], unit: "second" };
  }
}
