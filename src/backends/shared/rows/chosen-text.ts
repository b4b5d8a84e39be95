import type { Case, ScalarExpression } from "../../../plan/expression.js";

/**
 * A text that stands by a condition, made one that always stands: `prefix` and the text where the condition holds, else
 * the empty text. `undefined` for anything else, and for a text that is empty or holds the prefix.
 */
export function chosenText(expression: ScalarExpression, prefix: string): Case | undefined {
  if (expression.kind !== "case" || expression.otherwise !== undefined) return undefined;
  const arms = expression.arms.map(({ when, then }) => {
    if (then.kind !== "literal" || typeof then.value !== "string" || then.value === "") return undefined;
    if (prefix !== "" && then.value.includes(prefix)) return undefined;
    return { when, then: { ...then, value: `${prefix}${then.value}` } };
  });
  if (!arms.every((arm) => arm !== undefined)) return undefined;
  return { ...expression, arms, otherwise: { kind: "literal", value: "", span: expression.span } };
}
