import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { RowType } from "../plan/row-type.js";

/** Where an expression stands: the row it reads, and where to say what is wrong with it. */
export interface Scope {
  readonly row: RowType;
  report(diagnostic: Diagnostic): void;
  /** Takes note of a field that no row has, which then counts as missing; without it such a field is an error. */
  absent?(reason: Diagnostic): void;
}
