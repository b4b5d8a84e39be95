import type { ScalarExpression } from "../plan/expression.js";
import { anyValue, type KnownFields, type PossibleValues } from "./possible-values.js";

/** What a home's filter leaves of the values of its table's columns. */
export function valuesOfFilter(filter: ScalarExpression | undefined): KnownFields {
  const tests = filter?.kind === "and" ? filter.operands : filter === undefined ? [] : [filter];
  const known = new Map<string, PossibleValues>();
  for (const test of tests) {
    const asked = valuesAsked(test);
    if (asked !== undefined) known.set(...asked);
  }
  return (column) => known.get(column) ?? anyValue;
}

/** The column that a test asks for one of some values, or for any at all, with those that pass. */
function valuesAsked(test: ScalarExpression): readonly [string, PossibleValues] | undefined {
  switch (test.kind) {
    case "compare":
      return test.operator === "=" && test.left.kind === "column" && test.right.kind === "literal"
        ? [test.left.name, { ...present, literals: [test.right] }]
        : undefined;
    case "one-of":
      return test.value.kind === "column"
        ? [test.value.name, { ...present, literals: test.options }]
        : undefined;
    case "is-present":
      return test.value.kind === "column"
        ? [test.value.name, { ...present, literals: undefined }]
        : undefined;
    default:
      return undefined;
  }
}

const present = { missing: false, characters: [] } as const;
