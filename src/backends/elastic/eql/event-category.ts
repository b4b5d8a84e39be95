import type { ScalarExpression } from "../../../plan/expression.js";

/** The category that a query names in front of `where`, and what is left of the filter. */
export interface Categorised {
  readonly category: string;
  readonly rest: readonly ScalarExpression[];
}

/** The one category that the tests of a home ask for goes to the head of the query; `any` where there is none. */
export function eventCategory(filter: ScalarExpression | undefined): Categorised {
  const tests = filter === undefined ? [] : filter.kind === "and" ? filter.operands : [filter];
  const category = tests.map(categoryOf).find((found) => found !== undefined);
  if (category === undefined) return { category: "any", rest: tests };
  return { category, rest: tests.filter((test) => categoryOf(test) !== category) };
}

function categoryOf(test: ScalarExpression): string | undefined {
  if (test.kind !== "compare" || test.operator !== "=") return undefined;
  const { left, right } = test;
  if (left.kind !== "column" || left.name !== "event.category" || right.kind !== "literal") return undefined;
  return typeof right.value === "string" && /^[a-z_]+$/u.test(right.value) ? right.value : undefined;
}
