import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { FieldReference } from "../../plan/expression.js";
import { columnOf, type RowType } from "../../plan/row-type.js";
import type { Span } from "../../source/source-text.js";
import type { Scope } from "../scope.js";

interface Reading {
  readonly kind: string;
  readonly span: Span;
}

/** Why the input of a command has no documented meaning: it is known to hold several values. */
export function severalValues(
  { name }: FieldReference,
  command: Reading,
  row: RowType,
): Diagnostic | undefined {
  if (columnOf(row, name)?.multivalue !== true) return undefined;
  return lowerDiagnostics["multivalue-input"](command.span, { field: name, command: command.kind });
}

/** Whether the input of a command is not known to hold several values; reports `lower/multivalue-input` otherwise. */
export function isSingleValued(reference: FieldReference, command: Reading, scope: Scope): boolean {
  const reason = severalValues(reference, command, scope.row);
  if (reason !== undefined) scope.report(reason);
  return reason === undefined;
}
