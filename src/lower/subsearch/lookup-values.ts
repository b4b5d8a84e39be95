import type { LookupTable } from "../../content/model.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { inputsOf } from "../../plan/visitor.js";

/**
 * Whether a column comes from a lookup table whose file holds a `*`: a subsearch puts its values into a search, where
 * a `*` is a wildcard. A table without a file is taken to hold plain values.
 */
export function holdsWildcard(
  plan: LogicalPlan,
  column: string,
  lookups: ReadonlyMap<string, LookupTable>,
): boolean {
  if (plan.kind === "scan")
    return (
      plan.source.kind === "lookup" &&
      plan.row.columns.has(column) &&
      (lookups.get(plan.source.table)?.csv?.text.includes("*") ?? false)
    );
  if (plan.kind === "rename") {
    const renamed = plan.columns.find(({ to }) => to === column);
    return holdsWildcard(plan.input, renamed?.from ?? column, lookups);
  }
  return inputsOf(plan).some((input) => holdsWildcard(input, column, lookups));
}
