import type { LookupTable } from "../content/model.js";
import type { LogicalPlan } from "../plan/plan.js";

/** A pass that changes a plan's form and keeps its rows. */
export interface Rewrite {
  readonly name: string;
  /** `tables`: the lookup tables whose rows may be known. */
  apply(plan: LogicalPlan, tables?: ReadonlyMap<string, LookupTable>): LogicalPlan;
}
