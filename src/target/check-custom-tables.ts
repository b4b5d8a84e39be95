import { catalogDiagnostics } from "../diagnostics/codes/catalog.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { LogicalPlan } from "../plan/plan.js";
import { scansOf } from "../plan/visitor.js";
import { resolveScan, type BindingContext } from "./bind.js";

/** Names the tables that a plan reads and that only a site can fill: `catalog/custom-table`, once for each. */
export function checkCustomTables(plan: LogicalPlan, context: BindingContext): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const scan of scansOf(plan)) {
    const binding = resolveScan(scan, context, plan);
    if (binding?.home.custom !== true || found.has(binding.table)) continue;
    found.set(
      binding.table,
      catalogDiagnostics["custom-table"](scan.span, {
        source: binding.source.id,
        table: binding.table,
        target: context.profile.title,
      }),
    );
  }
  return [...found.values()];
}
