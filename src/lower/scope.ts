import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { RowType } from "../plan/row-type.js";

/** Where an expression stands: the row it reads, and where to say what is wrong with it. */
export interface Scope {
  readonly row: RowType;
  report(diagnostic: Diagnostic): void;
}
