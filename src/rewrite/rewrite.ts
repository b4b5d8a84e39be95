import type { LookupRows } from "../evaluate/lookup-rows.js";
import type { LogicalPlan } from "../plan/plan.js";

/** A pass that changes a plan's form and keeps its rows. */
export interface Rewrite {
  readonly name: string;
  /** `rowsOf`: the rows of a lookup table by its name, where they are known. */
  apply(plan: LogicalPlan, rowsOf?: (table: string) => LookupRows | undefined): LogicalPlan;
}
