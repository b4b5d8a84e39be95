import type { FieldName } from "../../../grammar/ast.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { fieldReference, literal } from "../../plan/build/index.js";
import type { FieldReference, Literal } from "../../plan/expression.js";
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

/** A field that the row can have, or a missing value where it cannot and the scope reckons with that. */
export function lowerFieldOrMissing(
  name: string,
  span: Span,
  scope: Scope,
): FieldReference | Literal | undefined {
  if (scope.absent === undefined || columnOf(scope.row, name) !== undefined)
    return lowerField(name, span, scope);
  scope.absent(lowerDiagnostics["lost-field"](span, lost(name, scope.row)));
  return literal(null, span);
}

/** Where the names of fields stand for others: those of a data model carry the name of its data set. */
export interface ResolvingScope extends Scope {
  /** The field of the row that a name stands for; `undefined` when it was reported as one that no row has. */
  resolve?(field: FieldName, scope: Pick<Scope, "report">): string | undefined;
}

/**
 * The field that a name stands for; `undefined` where no row has it, or `absent` where the scope takes note of such
 * fields.
 */
export function resolveField(field: FieldName, scope: ResolvingScope): FieldReference | "absent" | undefined {
  const reasons: Diagnostic[] = [];
  const noting = { row: scope.row, report: (reason: Diagnostic) => void reasons.push(reason) };
  const name = scope.resolve === undefined ? field.name : scope.resolve(field, noting);
  const reference = name === undefined ? undefined : lowerField(name, field.span, noting);
  for (const reason of reasons)
    if (scope.absent === undefined) scope.report(reason);
    else scope.absent(reason);
  return reference ?? (scope.absent === undefined ? undefined : "absent");
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
  return { field: name, columns, suggestion: suggest(name, columns), open: row.open !== false };
}
