import { lowerDiagnostics } from "../diagnostics/codes/lower.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { RowType } from "../plan/row-type.js";
import type { Span } from "../source/source-text.js";

/** Says that a construct takes columns which nothing names, and why no one knows them. */
export function wildcardOverOpen({ open }: RowType, span: Span, construct: string): Diagnostic {
  const code = open === "values" ? "columns-of-values" : "wildcard-over-events";
  return lowerDiagnostics[code](span, { construct });
}
