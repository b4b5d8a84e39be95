import type { ScalarExpression } from "../plan/expression.js";
import { holds } from "./satisfying.js";
import type { Wish } from "./wish.js";

/** The condition of the arm that gives the greatest or the least number; `undefined` where what is left does. */
export function extremeArm(
  { arms, otherwise }: Extract<ScalarExpression, { readonly kind: "case" }>,
  most: boolean,
): ScalarExpression | undefined {
  const numberOf = (expression: ScalarExpression | undefined): number =>
    expression?.kind === "literal" && expression.value !== null ? Number(expression.value) : 0;
  const sign = most ? 1 : -1;
  const [best] = [...arms].sort((left, right) => sign * (numberOf(right.then) - numberOf(left.then)));
  return best !== undefined && sign * (numberOf(best.then) - numberOf(otherwise)) > 0 ? best.when : undefined;
}

/** Whether an expression can meet a wish: a literal of another value cannot. */
export function couldBe(expression: ScalarExpression, wish: Wish): boolean {
  if (expression.kind !== "literal") return true;
  if (expression.value === null) return wish.kind === "absent";
  if (wish.kind === "value")
    return String(wish.value).toLowerCase() === String(expression.value).toLowerCase();
  if (wish.kind === "number") return holds(Number(expression.value), wish.operator, wish.value);
  return wish.kind !== "absent";
}
