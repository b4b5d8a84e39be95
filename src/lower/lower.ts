import type { Pipeline } from "../../grammar/ast.js";
import { hasErrors, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { LogicalPlan } from "../plan/plan.js";
import type { Pruned } from "../plan/prune/prune.js";
import { AutomaticSpans } from "./automatic-spans.js";
import type { LowerOptions } from "./context.js";
import { collectNames } from "./demand/demanded-fields.js";
import { lowerPipeline } from "./lower-pipeline.js";
import { UnknownValues } from "./unknown-values.js";

export type { LowerOptions } from "./context.js";

/** The meaning of a search, or the reasons why it has none here. */
export interface Lowered {
  readonly plan?: LogicalPlan;
  /** Columns that only show and whose values no page of the language's documentation says: no target has them. */
  readonly leftOut?: readonly Pruned[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Lowers a parsed search to the logical plan: the meaning of SPL (its two languages of conditions, its rules on
 * missing and multiple values, its log sources) written out in steps that nothing of SPL is left in. There is a plan
 * exactly when no diagnostic is an error.
 */
export function lower(pipeline: Pipeline, options: LowerOptions): Lowered {
  const diagnostics: Diagnostic[] = [];
  const mentioned = new Set<string>();
  collectNames(pipeline, mentioned, new Set(["span", "keyword", "source"]));
  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  const unknownValues = new UnknownValues();
  const automaticSpans = new AutomaticSpans();
  const made = lowerPipeline(pipeline, undefined, {
    options,
    mentioned,
    unknownValues,
    automaticSpans,
    depth: 0,
    report,
  });
  if (made !== undefined) automaticSpans.check(made, report);
  const known = made === undefined ? undefined : unknownValues.leaveOut(made, report);
  return known === undefined || hasErrors(diagnostics) ? { diagnostics } : { ...known, diagnostics };
}
