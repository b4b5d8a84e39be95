import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { call } from "../../plan/build/index.js";
import type { FieldReference, ScalarExpression } from "../../plan/expression.js";
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

/**
 * What a command makes of a field: of each of several values on its own, which Splunk does as far as its users know and
 * no page says.
 */
export function forEachValue(
  reference: FieldReference,
  expression: ScalarExpression,
  command: Reading,
  scope: Scope,
): ScalarExpression {
  if (columnOf(scope.row, reference.name)?.multivalue !== true) return expression;
  scope.report(
    lowerDiagnostics["each-value"](command.span, { field: reference.name, command: command.kind }),
  );
  return call("mvmap", [reference, expression], scope.row, command.span);
}
