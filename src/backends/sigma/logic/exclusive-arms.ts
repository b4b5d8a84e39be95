import { numberOf } from "../../../evaluate/value.js";
import { dumpExpression } from "../../../plan/dump-expression.js";
import type { Case, ScalarExpression } from "../../../plan/expression.js";
import { any, either, keyOf, never, type Logic } from "./logic.js";

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

/**
 * What has to hold for the chosen arm to pass, where no two conditions hold of one event: arms with one outcome are one,
 * in any order, and those with that of the rest need not be said.
 */
export function chosenAlone(
  { arms, otherwise }: Case,
  passes: (then: ScalarExpression) => Logic,
  whenTrue: (when: ScalarExpression) => Logic,
): Logic {
  const rest = otherwise === undefined ? never : passes(otherwise);
  const outcomes = new Map<string, { readonly chosen: Logic; readonly conditions: ScalarExpression[] }>();
  for (const { when, then } of arms) {
    const chosen = passes(then);
    const outcome = outcomes.get(keyOf(chosen));
    if (outcome === undefined) outcomes.set(keyOf(chosen), { chosen, conditions: [when] });
    else outcome.conditions.push(when);
  }
  outcomes.delete(keyOf(rest));
  return [...outcomes.values()].reduceRight<Logic>(
    (other, { chosen, conditions }) => either(any(conditions.map(whenTrue)), chosen, other),
    rest,
  );
}
