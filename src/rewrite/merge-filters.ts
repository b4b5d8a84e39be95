import { conjunction, filter } from "../plan/build/index.js";
import { mapPlan } from "../plan/visitor.js";
import type { Rewrite } from "./rewrite.js";

/** Makes one filter of two that stand behind each other, the earlier test first. */
export const mergeFilters: Rewrite = {
  name: "merge-filters",
  apply: (plan) =>
    mapPlan(plan, (step) =>
      step.kind === "filter" && step.input.kind === "filter"
        ? filter(
            step.input.input,
            conjunction([step.input.predicate, step.predicate], step.input.predicate.span),
            step.input.span,
          )
        : step,
    ),
};
