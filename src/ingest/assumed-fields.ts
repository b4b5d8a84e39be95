import { evaluateDiagnostics } from "../diagnostics/codes/evaluate.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { expressionsOf, fieldsOf, walkPlan } from "../plan/visitor.js";
import type { LogicalPlan } from "../plan/plan.js";
import type { Span } from "../source/source-text.js";
import { applies } from "./ingest.js";
import type { IngestRules } from "./rules.js";

/**
 * Warns of the fields that a plan filters by and whose values in events of this source are only assumed: Splunk takes
 * them from a table of an add-on that is not published.
 */
export function warnOfAssumedFields(
  plan: LogicalPlan,
  log: { readonly source: string; readonly sourcetype: string },
  { rules }: IngestRules,
): readonly Diagnostic[] {
  const assumed = new Set(rules.filter((rule) => applies(rule, log)).flatMap((rule) => rule.assumed));
  if (assumed.size === 0) return [];
  const filtered = new Map<string, Span>();
  walkPlan(plan, (step) => {
    if (step.kind !== "filter") return;
    for (const expression of expressionsOf(step))
      for (const field of fieldsOf(expression)) if (assumed.has(field)) filtered.set(field, step.span);
  });
  return [...filtered].map(([field, span]) =>
    evaluateDiagnostics["assumed-field"](span, { field, sourcetype: log.sourcetype }),
  );
}
