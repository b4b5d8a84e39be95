import type { Span } from "../../source/source-text.js";
import type { LogicalPlan, Reshape } from "../plan.js";
import type { ReshapeForm } from "../reshape.js";
import { columnOf, type Column, type RowType } from "../row-type.js";
import { alwaysMissing } from "../type-of.js";
import { closedRow, withColumns, withoutColumns } from "./rows.js";

/** Puts the rows in another form. The columns that values name are not listed: the row is open. */
export function reshape(input: LogicalPlan, form: ReshapeForm, span: Span): Reshape {
  return { kind: "reshape", input, form, row: reshapedRow(input.row, form), span };
}

function reshapedRow(row: RowType, form: ReshapeForm): RowType {
  switch (form.kind) {
    case "pivot": {
      const column = columnOf(row, form.row) ?? alwaysMissing;
      const listed = new Map([[form.row, { ...column, nullable: false }]]);
      const removed = ["_raw", "_time"].filter((name) => name !== form.row);
      return { columns: listed, open: "values", removed: new Set(removed) };
    }
    case "unpivot":
      return closedRow([
        [form.row, { ...(columnOf(row, form.row) ?? alwaysMissing), nullable: false }],
        [form.names, { type: "text", multivalue: false, nullable: false }],
        [form.values, { type: "unknown", multivalue: "unknown", nullable: false }],
      ]);
    case "beside":
      return withoutColumns(row, [form.side]);
    case "continuous": {
      const given = new Set([form.column, ...form.empty.map(({ column }) => column)]);
      return withColumns(
        row,
        [...row.columns].map(([name, column]): [string, Column] => [
          name,
          given.has(name) ? column : { ...column, nullable: true },
        ]),
      );
    }
  }
}
