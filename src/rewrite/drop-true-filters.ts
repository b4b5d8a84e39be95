import { isTrue } from "../plan/simplify/simplify-logic.js";
import { mapPlan } from "../plan/visitor.js";
import type { Rewrite } from "./rewrite.js";

/** Leaves out filters that keep every row. */
export const dropTrueFilters: Rewrite = {
  name: "drop-true-filters",
  apply: (plan) =>
    mapPlan(plan, (step) => (step.kind === "filter" && isTrue(step.predicate) ? step.input : step)),
};
