import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { fieldReference } from "../../plan/build/index.js";
import type { FieldReference } from "../../plan/expression.js";
import { columnOf, type RowType } from "../../plan/row-type.js";
import type { Span } from "../../source/source-text.js";
import type { Scope } from "../scope.js";
import { suggest } from "../../diagnostics/suggest.js";

/** A reference to a field that the row can have; `lower/lost-field` where it cannot. */
export function lowerField(name: string, span: Span, scope: Scope): FieldReference | undefined {
  if (columnOf(scope.row, name) !== undefined) return fieldReference(name, span);
  reportLostField(name, span, scope);
  return undefined;
}

/** Says that a row cannot have a field, which fields it has, and which was probably meant. */
export function reportLostField(name: string, span: Span, scope: Scope): void {
  scope.report(lowerDiagnostics["lost-field"](span, lost(name, scope.row)));
}

/** Says the same of a place that only shows the field: the column stays empty there. */
export function reportEmptyColumn(name: string, span: Span, scope: Scope): void {
  scope.report(lowerDiagnostics["empty-column"](span, lost(name, scope.row)));
}

/** Says the same of an expression that reckons with it: it goes on as for a missing value. */
export function reportMissingField(name: string, span: Span, scope: Scope): void {
  scope.report(lowerDiagnostics["missing-field"](span, lost(name, scope.row)));
}

function lost(name: string, row: RowType) {
  const columns = [...row.columns.keys()];
  return { field: name, columns, suggestion: suggest(name, columns), open: row.open };
}
