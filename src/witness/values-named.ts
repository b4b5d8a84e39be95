import type { Single } from "../evaluate/value.js";
import { fieldsOf, walkExpression } from "../plan/expression-visitor.js";
import type { ScalarExpression } from "../plan/expression.js";
import type { Random } from "./random.js";
import { samplePattern } from "./sample-pattern.js";

/** The values that tests name for a field: literals, and a text that each pattern matches. */
export function valuesNamed(
  predicates: readonly ScalarExpression[],
  random: Random,
): ReadonlyMap<string, readonly Single[]> {
  const named = new Map<string, Set<Single>>();
  const add = (expression: ScalarExpression, value: Single): void => {
    for (const name of fieldsOf(expression)) named.set(name, (named.get(name) ?? new Set()).add(value));
  };
  for (const predicate of predicates)
    walkExpression(predicate, (part) => {
      if (part.kind === "compare" && part.right.kind === "literal" && part.right.value !== null)
        add(part.left, part.right.value);
      if (part.kind === "compare" && part.left.kind === "literal" && part.left.value !== null)
        add(part.right, part.left.value);
      if (part.kind === "one-of")
        for (const { value } of part.options) if (value !== null) add(part.value, value);
      if (part.kind === "match") {
        const sample = samplePattern(part.pattern, random);
        if (sample !== undefined) add(part.value, sample.text);
      }
    });
  return new Map([...named].map(([name, values]) => [name, [...values].slice(0, 40)]));
}
