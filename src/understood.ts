import type { Pipeline } from "../grammar/ast.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { Lowered } from "./lower/lower.js";
import type { LogicalPlan } from "./plan/plan.js";
import type { SourceText } from "./source/source-text.js";

/** A search as understood: each stage is there unless an error stopped the one before it. */
export interface Understood {
  /** The search with its macros expanded. */
  readonly source: SourceText;
  readonly pipeline?: Pipeline;
  readonly plan?: LogicalPlan;
  /** Columns that the plan does not have, since what they hold is not documented. */
  readonly leftOut?: NonNullable<Lowered["leftOut"]>;
  readonly diagnostics: readonly Diagnostic[];
}
