import type { ScalarExpression } from "../plan/expression.js";
import { walkExpression } from "../plan/expression-visitor.js";

/** The numbers that a test names. */
export function numbersOf(expression: ScalarExpression): readonly number[] {
  const numbers: number[] = [];
  walkExpression(expression, (part) => {
    if (part.kind === "literal" && typeof part.value === "number" && Number.isFinite(part.value))
      numbers.push(part.value);
  });
  return numbers;
}

/** Whether a test asks for more than a number. */
export function isRising(predicate: ScalarExpression): boolean {
  if (predicate.kind !== "compare") return false;
  const { operator, left } = predicate;
  const more = operator === ">" || operator === ">=";
  const less = operator === "<" || operator === "<=";
  return left.kind === "literal" ? less : more;
}

/** Whether a test asks how many values a column has collected. */
export function countsValues(predicate: ScalarExpression, collected: ReadonlySet<string>): boolean {
  let counts = false;
  walkExpression(predicate, (part) => {
    if (part.kind !== "call" || part.function !== "mvcount") return;
    const [values] = part.arguments;
    counts ||= values?.kind === "field" && collected.has(values.name);
  });
  return counts;
}
