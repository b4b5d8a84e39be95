import { numberOf } from "../../../evaluate/value.js";
import { dumpExpression } from "../../../plan/dump-expression.js";
import type { Case } from "../../../plan/expression.js";

/**
 * Whether a case compares one value with a constant in each arm, and no two of the constants are equal to each other
 * even without case: of a single value one arm at the most holds, so that their order says nothing.
 */
export function areExclusive({ arms }: Case): boolean {
  const compared = arms.flatMap(({ when }) =>
    when.kind === "compare" && when.operator === "=" && when.right.kind === "literal"
      ? [{ value: dumpExpression(when.left), constant: constantOf(when.right.value) }]
      : [],
  );
  const [values, constants] = [compared.map(({ value }) => value), compared.map(({ constant }) => constant)];
  return (
    compared.length === arms.length && new Set(values).size === 1 && new Set(constants).size === arms.length
  );
}

function constantOf(value: string | number | boolean | null): string {
  const number = typeof value === "string" || typeof value === "number" ? numberOf(value) : undefined;
  return String(number ?? value).toLowerCase();
}
