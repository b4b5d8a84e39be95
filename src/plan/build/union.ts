import type { Span } from "../../source/source-text.js";
import type { LogicalPlan, Union } from "../plan.js";
import { columnOf, type Column, type RowType } from "../row-type.js";
import { anyOpen } from "./rows.js";
import { alwaysMissing, mergeColumns } from "../type-of.js";

/** The rows of all inputs, one after the other; a column that one of them lacks is missing there. */
export function union(inputs: readonly LogicalPlan[], span: Span): Union {
  return { kind: "union", inputs, row: unionRow(inputs.map(({ row }) => row)), span };
}

function unionRow(rows: readonly RowType[]): RowType {
  const names = new Set(rows.flatMap((row) => [...row.columns.keys()]));
  const columns = new Map<string, Column>();
  for (const name of names) {
    const merged = mergeColumns(rows.map((row) => columnOf(row, name) ?? alwaysMissing));
    const everywhere = rows.every((row) => columnOf(row, name) !== undefined);
    columns.set(name, everywhere ? merged : { ...merged, nullable: true });
  }
  const removed = [...new Set(rows.flatMap((row) => [...row.removed]))].filter((name) =>
    rows.every((row) => columnOf(row, name) === undefined),
  );
  return { columns, open: anyOpen(rows), removed: new Set(removed) };
}
