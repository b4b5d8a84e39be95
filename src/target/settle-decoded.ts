import { conjunction, negation } from "../plan/build/index.js";
import type { Match, Pattern, ScalarExpression } from "../plan/expression.js";
import { mapExpression, mapExpressionsOf } from "../plan/expression-visitor.js";
import type { LogicalPlan, Scan } from "../plan/plan.js";
import { mapPlan, scansOf } from "../plan/visitor.js";
import { fieldAsked, readsAsLogged } from "./as-logged.js";
import { resolveScan, type BindingContext } from "./bind.js";

/** What an encoded value has when it is decoded: a blank, a quotation mark, or `^` and the place of a control character. */
const onlyDecoded = '[ "]|\\^[?-_]';

export interface SettledDecoded {
  readonly plan: LogicalPlan;
  /** The tests that now mean the same as in Splunk. */
  readonly settled: ReadonlySet<ScalarExpression>;
}

/**
 * Gives tests of values that a target decodes the meaning that they have on the hexadecimal text (`BoundField.decoded`).
 * A text that is no hexadecimal is equal to the same values in both; a pattern that no hexadecimal text matches is asked
 * of values that were not decoded. All other tests and computations stay as they are, and are refused (`checkSpelling`).
 */
export function settleDecoded(plan: LogicalPlan, context: BindingContext): SettledDecoded {
  const settled = new Set<ScalarExpression>();
  const isDecoded = (scan: Scan, name: string): boolean => {
    const field = resolveScan(scan, context, plan)?.field(name);
    return field?.kind === "bound" && field.decoded === true;
  };
  if (!scansOf(plan).some((scan) => [...scan.row.columns.keys()].some((name) => isDecoded(scan, name))))
    return { plan, settled };
  const renewed = mapPlan(plan, (step) =>
    mapExpressionsOf(step, (expression) =>
      mapExpression(expression, (test) => {
        const field = fieldAsked(test);
        if (field === undefined || !readsAsLogged(step, field, isDecoded)) return test;
        const same = onHexadecimal(test);
        if (same !== undefined) settled.add(same);
        return same ?? test;
      }),
    ),
  );
  return { plan: renewed, settled };
}

/** The test of a decoded value that is true when the given one is of the text in hexadecimal. */
function onHexadecimal(test: ScalarExpression): ScalarExpression | undefined {
  switch (test.kind) {
    case "compare": {
      const { operator, right } = test;
      const isEquality = operator === "=" || operator === "!=";
      return isEquality && right.kind === "literal" && isSameInBoth(right.value) ? test : undefined;
    }
    case "one-of":
      return test.options.every(({ value }) => isSameInBoth(value)) ? test : undefined;
    case "match":
      return matchesNoHexadecimal(test.pattern) ? whereNotDecoded(test) : undefined;
    default:
      return undefined;
  }
}

/** Whether no decoded value and no hexadecimal text that is decoded is equal to a value. */
function isSameInBoth(value: string | number | boolean | null): boolean {
  const text = String(value);
  return !new RegExp(onlyDecoded, "u").test(text) && !isDecodedHexadecimal(text);
}

/** Hexadecimal of which a byte is a blank, a quotation mark or a control character. */
function isDecodedHexadecimal(text: string): boolean {
  return /^(?:[0-9a-f]{2})*(?:[01][0-9a-f]|20|22|7f)(?:[0-9a-f]{2})*$/iu.test(text);
}

function matchesNoHexadecimal(pattern: Pattern): boolean {
  if (pattern.kind !== "wildcard" && pattern.kind !== "like") return false;
  return pattern.parts.some((part) => part.kind === "text" && /[^0-9a-f]/iu.test(part.text));
}

function whereNotDecoded(test: Match): ScalarExpression {
  const decoded: Match = {
    ...test,
    pattern: { kind: "regex", source: onlyDecoded },
    caseSensitive: true,
  };
  return conjunction([test, negation(decoded, test.span)], test.span);
}
