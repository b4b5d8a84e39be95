import type { Span } from "../../source/source-text.js";
import type { Join, LogicalPlan } from "../plan.js";
import { columnOf, type Column, type RowType } from "../row-type.js";
import { mergeColumns } from "../type-of.js";
import { anyOpen, withColumns, withPresent } from "./rows.js";

/**
 * Rows of two inputs with equal keys. A semi or anti join keeps the columns of its left side; the others add those of
 * the right side, which must be a closed row for the result to be one.
 */
export function join(
  input: LogicalPlan,
  right: LogicalPlan,
  options: Pick<Join, "type" | "keys" | "max" | "overwrite" | "caseSensitive">,
  span: Span,
): Join {
  return { ...options, kind: "join", input, right, row: joinedRow(input.row, right.row, options), span };
}

function joinedRow(
  left: RowType,
  right: RowType,
  { type, keys, overwrite }: Pick<Join, "type" | "keys" | "overwrite">,
): RowType {
  const leftKeys = keys.map((key) => key.left);
  if (type === "anti") return left;
  if (type === "semi") return withPresent(left, comparedKeys(right, keys));
  const rightKeys = new Set(keys.map((key) => key.right));
  const added: [string, Column][] = [];
  for (const [name, column] of right.columns) {
    if (rightKeys.has(name)) continue;
    const met = type === "left" ? { ...column, nullable: true } : column;
    const own = columnOf(left, name);
    if (own === undefined) added.push([name, met]);
    else if (overwrite) added.push([name, type === "left" ? mergeColumns([own, met]) : met]);
  }
  const row = withColumns(type === "inner" ? withPresent(left, leftKeys) : left, added);
  return right.open === false ? row : { ...row, open: anyOpen([row, right]), removed: new Set() };
}

/**
 * The keys that a kept row has surely been compared by: a row of the right side that lacks one of several keys is
 * compared by the others, and one without any key meets no row.
 */
function comparedKeys(right: RowType, keys: Join["keys"]): readonly string[] {
  return keys
    .filter((key) => keys.length === 1 || columnOf(right, key.right)?.nullable === false)
    .map(({ left }) => left);
}
