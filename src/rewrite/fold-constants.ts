import { foldConstants } from "../plan/simplify/fold-constants.js";
import { mapExpressionsOf, mapPlan } from "../plan/visitor.js";
import type { Rewrite } from "./rewrite.js";

/** Works out what depends on constants only. */
export const foldConstantExpressions: Rewrite = {
  name: "fold-constants",
  apply: (plan) => mapPlan(plan, (step) => mapExpressionsOf(step, foldConstants)),
};
