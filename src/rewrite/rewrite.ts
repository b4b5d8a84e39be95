import type { LogicalPlan } from "../plan/plan.js";

/** A pass that changes a plan's form and keeps its rows. */
export interface Rewrite {
  readonly name: string;
  apply(plan: LogicalPlan): LogicalPlan;
}
