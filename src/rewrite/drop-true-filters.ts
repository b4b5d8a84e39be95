import { filter } from "../plan/build/index.js";
import { mapExpression } from "../plan/expression-visitor.js";
import type { ScalarExpression } from "../plan/expression.js";
import type { RowType } from "../plan/row-type.js";
import { isTrue, simplifyLogic } from "../plan/simplify/simplify-logic.js";
import { typeOf } from "../plan/type-of.js";
import { mapPlan } from "../plan/visitor.js";
import type { Rewrite } from "./rewrite.js";

/** Leaves out filters that keep every row, and of the others the tests that are true in every row. */
export const dropTrueFilters: Rewrite = {
  name: "drop-true-filters",
  apply: (plan) =>
    mapPlan(plan, (step) => {
      if (step.kind !== "filter") return step;
      const predicate = withoutNeedlessTests(step.predicate, step.input.row);
      if (isTrue(predicate)) return step.input;
      return predicate === step.predicate ? step : filter(step.input, predicate, step.span);
    }),
};

/** What is put together so that it always has a value need not be asked for one. */
function withoutNeedlessTests(predicate: ScalarExpression, row: RowType): ScalarExpression {
  const tested = mapExpression(predicate, (part) =>
    part.kind === "is-present" && part.value.kind === "call" && !typeOf(part.value, row).nullable
      ? { kind: "literal", value: true, span: part.span }
      : part,
  );
  return tested === predicate ? predicate : simplifyLogic(tested);
}
