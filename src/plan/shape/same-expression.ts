import { dumpExpression } from "../dump-expression.js";
import type { ScalarExpression } from "../expression.js";
import type { Value } from "./substitute.js";

/** The expression that all values are alike; `undefined` where they differ or one is not known. */
export function sameExpression(values: readonly (Value | undefined)[]): ScalarExpression | undefined {
  const [first, ...rest] = values;
  if (first?.kind !== "known") return undefined;
  const text = dumpExpression(first.expression);
  const same = rest.every((value) => value?.kind === "known" && dumpExpression(value.expression) === text);
  return same ? first.expression : undefined;
}
