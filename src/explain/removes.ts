import type { NamedExpression } from "../plan/plan.js";

/** Whether a column is given no value, which is how an event loses a field. */
export function removes({ expression }: NamedExpression): boolean {
  return expression.kind === "literal" && expression.value === null;
}
