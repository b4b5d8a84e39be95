import { catalogDiagnostics } from "../diagnostics/codes/catalog.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { LogicalPlan } from "../plan/plan.js";
import { walkPlan } from "../plan/visitor.js";
import type { BackendContext } from "./backend.js";

/** Names the lookups that a plan reads and that only a site can fill: `catalog/site-lookup`, once for each. */
export function checkSiteLookups(
  plan: LogicalPlan,
  { content, profile }: Pick<BackendContext, "content" | "profile">,
): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  walkPlan(plan, (step) => {
    const name =
      step.kind === "lookup"
        ? step.table
        : step.kind === "scan" && step.source.kind === "lookup"
          ? step.source.table
          : undefined;
    const app = name === undefined ? undefined : content.lookups.get(name)?.app;
    if (name !== undefined && app !== undefined && !found.has(name))
      found.set(
        name,
        catalogDiagnostics["site-lookup"](step.span, { lookup: name, app, target: profile.title }),
      );
  });
  return [...found.values()];
}
