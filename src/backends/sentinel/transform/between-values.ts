import type { Compare } from "../../../plan/expression.js";
import { targetDiagnostics } from "../../../diagnostics/codes/target.js";
import { boolean, call, number, operation, type Expression } from "../../shared/expression.js";
import { isNumeric } from "../kql/types.js";
import { anyElement } from "./any-value.js";
import { passesWhenMissing, symbol, textTest, wantedOperator } from "./comparison-operators.js";
import { toNumber, toText, toTime } from "./convert.js";
import { allOf, anyOf, negated } from "./logic.js";
import type { Wanted } from "./predicate.js";
import type { Scope } from "./scope.js";
import { language } from "./session.js";
import { absent, filled, present, type KqlValue } from "./value.js";

/** A comparison of two values of the row, neither of them a literal. */
export function betweenValues(
  compare: Compare,
  writtenLeft: KqlValue,
  writtenRight: KqlValue,
  wanted: Wanted,
  scope: Scope,
): Expression {
  const left = filled(writtenLeft);
  const right = filled(writtenRight);
  if (left.multivalue || right.multivalue) return anyPairCompared(compare, left, right, wanted, scope);
  const operator = wantedOperator(compare.operator, wanted);
  const sides = comparable(left, right, compare, scope);
  const test = sides.textual
    ? textTest(operator, sides.left.expression, sides.right.expression, compare.caseSensitive)
    : operation(symbol(operator), sides.left.expression, sides.right.expression);
  const nullable = [sides.left, sides.right].filter((value) => value.nullable);
  if (passesWhenMissing(compare, wanted)) return anyOf([...nullable.map(absent), test]);
  // A comparison with a null is not true, and of two equal texts one tells that neither is missing.
  const guards =
    operator === "=" ? (sides.textual ? 1 : 0) : sides.textual || operator === "!=" ? nullable.length : 0;
  // An empty text that is a value equals a missing one; what equals a text that is not empty is there.
  const never = [sides.left, sides.right].filter(({ presence }) => presence === undefined);
  if (operator === "=" && sides.textual && never.length < 2)
    return allOf([
      ...(never.length === 0 ? nullable : never.filter((value) => value.nullable)).map(present),
      test,
    ]);
  const needed = operator === "=" && nullable.length < 2 ? 0 : guards;
  return allOf([...nullable.slice(0, needed).map(present), test]);
}

/** True when any value of the side with several values satisfies it. */
function anyPairCompared(
  compare: Compare,
  left: KqlValue,
  right: KqlValue,
  wanted: Wanted,
  scope: Scope,
): Expression {
  const [several, single] = left.multivalue ? [left, right] : [right, left];
  const found = single.multivalue
    ? anyInCommon(compare, several, single)
    : anyElement(several, scope, (element) =>
        left.multivalue
          ? betweenValues(compare, element, single, "true", scope)
          : betweenValues(compare, single, element, "true", scope),
      );
  if (found === undefined) {
    scope.session.unsupported(
      "a comparison of a field with several values with another field",
      "it would have to be asked of each pair of values",
      compare.span,
    );
    return boolean(true);
  }
  if (wanted === "true") return found;
  const lacking = negated(found);
  return passesWhenMissing(compare, wanted) ? lacking : allOf([present(left), present(right), lacking]);
}

/** Equality of two fields with several texts each: they have one in common. */
function anyInCommon(compare: Compare, left: KqlValue, right: KqlValue): Expression | undefined {
  const numbers = [left, right].some(({ meaning }) => meaning === "number" || meaning === "time");
  if (compare.operator !== "=" || !compare.caseSensitive || compare.mode === "number" || numbers)
    return undefined;
  const common = call("set_intersect", left.expression, right.expression);
  return operation(">", call("coalesce", call("array_length", common), number(0)), number(0));
}

interface Sides {
  readonly left: KqlValue;
  readonly right: KqlValue;
  readonly textual: boolean;
}

/** Both sides in one type. */
function comparable(left: KqlValue, right: KqlValue, compare: Compare, scope: Scope): Sides {
  const isTime = (value: KqlValue): boolean => value.type === "datetime" && value.format === undefined;
  if (isTime(left) || isTime(right)) return { left: toTime(left), right: toTime(right), textual: false };
  if (compare.mode !== "text") {
    const numbers = isNumeric(left.type) || isNumeric(right.type) || compare.mode === "number";
    const known = left.meaning === "number" && right.meaning === "number";
    if (numbers || known) return { left: toNumber(left), right: toNumber(right), textual: false };
  }
  const ordered = compare.operator !== "=" && compare.operator !== "!=";
  if (ordered && compare.mode === "auto" && left.meaning !== "text" && right.meaning !== "text")
    scope.session.refuse(
      targetDiagnostics["ambiguous-type"](compare.span, {
        construct: `the comparison \`${compare.operator}\` of two fields`,
        language,
        reason: "texts that look like numbers are compared as numbers by SPL, and the columns are texts here",
      }),
    );
  return { left: toText(left), right: toText(right), textual: true };
}
