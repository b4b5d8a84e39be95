import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import type { FieldReference } from "../../plan/expression.js";
import { columnOf } from "../../plan/row-type.js";
import type { Span } from "../../source/source-text.js";
import type { Scope } from "../scope.js";

/** Whether the input of a command is not known to hold several values; reports `lower/multivalue-input` otherwise. */
export function isSingleValued(
  { name }: FieldReference,
  command: { readonly kind: string; readonly span: Span },
  scope: Scope,
): boolean {
  if (columnOf(scope.row, name)?.multivalue !== true) return true;
  scope.report(lowerDiagnostics["multivalue-input"](command.span, { field: name, command: command.kind }));
  return false;
}
