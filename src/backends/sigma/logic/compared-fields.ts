import type { Compare, FieldReference, ScalarExpression } from "../../../plan/expression.js";
import type { BoundField } from "../../../target/profile.js";
import { equality } from "./column-test.js";
import { all, always, not, test, type Logic } from "./logic.js";

/** What a field is in the log; `undefined` where it is nothing there. */
type Bind = (field: FieldReference) => BoundField | undefined;

/** Two fields that are equal when case is left out, which is what `fieldref` asks: `lower(a)=lower(b)`. */
export function comparedWithoutCase(
  left: ScalarExpression,
  right: ScalarExpression,
  operator: Compare["operator"],
  bind: Bind,
): Logic | undefined {
  if (left.kind !== "call" || right.kind !== "call" || left.function !== right.function) return undefined;
  if (left.function !== "lower" && left.function !== "upper") return undefined;
  const [one, other] = [left, right].map(({ arguments: [value] }) => value);
  return one && other && comparedFields(one, other, operator, bind);
}

/** What `fieldref` says of two fields that are there as they stand, each with one value. */
export function comparedFields(
  left: ScalarExpression,
  right: ScalarExpression,
  operator: Compare["operator"],
  bind: Bind,
): Logic | undefined {
  if (operator !== "=" && operator !== "!=") return undefined;
  const field = wholeField(left, bind);
  const other = field && wholeField(right, bind);
  if (field === undefined || other === undefined) return undefined;
  const equal = test(field.column, ["fieldref"], other.column);
  const both = [field.isThere, other.isThere];
  if (operator === "=") return all([equal, ...both]);
  const present = [field, other].map(({ column }) => test(column, ["exists"], true));
  return all([...present, ...both, not(equal)]);
}

/** The one column that a value is, and when it is there although the column is: `nullif(a, "-")` leaves out a value. */
function wholeField(
  value: ScalarExpression,
  bind: Bind,
): { readonly column: string; readonly isThere: Logic } | undefined {
  if (value.kind === "column") return { column: value.name, isThere: always };
  if (value.kind === "field") {
    const bound = bind(value);
    const isWhole = bound !== undefined && !bound.multivalue && bound.fill === undefined;
    return isWhole ? wholeField(bound.expression, bind) : undefined;
  }
  const [inner, absent] = value.kind === "call" && value.function === "nullif" ? value.arguments : [];
  const field = inner && wholeField(inner, bind);
  if (field === undefined || absent?.kind !== "literal" || typeof absent.value !== "string") return undefined;
  const taken = equality(field.column, "text", absent.value, true);
  return { column: field.column, isThere: all([field.isThere, not(taken)]) };
}
