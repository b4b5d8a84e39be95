import type { Span } from "../../source/source-text.js";
import type { LogicalPlan, Rename } from "../plan.js";
import { columnOf, type Column } from "../row-type.js";
import { alwaysMissing } from "../type-of.js";
import { withColumns, withoutColumns } from "./rows.js";

/** Renames columns, all at once; the new names take the places of the old ones. */
export function rename(input: LogicalPlan, columns: Rename["columns"], span: Span): Rename {
  const target = new Map(columns.map(({ from, to }) => [from, to]));
  const added = columns.map(({ from, to }): [string, Column] => [
    to,
    columnOf(input.row, from) ?? alwaysMissing,
  ]);
  if (input.row.open) {
    const row = withColumns(withoutColumns(input.row, target.keys()), added);
    return { kind: "rename", input, columns, row, span };
  }
  const taken = new Set(target.values());
  const renamed = new Map<string, Column>();
  for (const [name, column] of input.row.columns) {
    const to = target.get(name);
    if (to !== undefined) renamed.set(to, column);
    else if (!taken.has(name)) renamed.set(name, column);
  }
  for (const [name, column] of added) if (!renamed.has(name)) renamed.set(name, column);
  return { kind: "rename", input, columns, row: { columns: renamed, open: false, removed: new Set() }, span };
}
