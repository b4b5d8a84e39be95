import type { WildcardPattern } from "../../../grammar/ast.js";
import type { Span } from "../../source/source-text.js";
import { columnsOf, namesOfAll } from "../each-field.js";
import type { EachField, LogicalPlan, NamedExpression } from "../plan.js";
import { unknownColumn } from "../row-type.js";
import { withColumns } from "./rows.js";

/** Sets columns once for every field that a pattern names. What it may have set is no longer known. */
export function eachField(
  input: LogicalPlan,
  fields: readonly WildcardPattern[],
  columns: readonly NamedExpression[],
  span: Span,
): EachField {
  const step = { fields, columns };
  const named = [...input.row.columns.keys()].flatMap((name) => columnsOf(step, name) ?? []);
  const set = [...namesOfAll(step), ...named.map(({ name }) => name)];
  const row = withColumns(
    input.row,
    set.map((name) => [name, unknownColumn] as const),
  );
  return { kind: "each-field", input, fields, columns, row, span };
}
