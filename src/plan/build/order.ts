import type { Span } from "../../source/source-text.js";
import type { Distinct, Limit, LogicalPlan, Sort, SortKey } from "../plan.js";
import { columnOf, type Column } from "../row-type.js";
import { alwaysMissing } from "../type-of.js";
import { withColumns, withPresent } from "./rows.js";

/** Orders the rows and keeps the first `limit` of them where one is given. */
export function sort(input: LogicalPlan, keys: readonly SortKey[], span: Span, limit?: number): Sort {
  return {
    kind: "sort",
    input,
    keys,
    ...(limit === undefined ? {} : { limit }),
    row: input.row,
    span,
  };
}

/** The first or the last rows. */
export function limit(input: LogicalPlan, count: number, from: Limit["from"], span: Span): Limit {
  return { kind: "limit", input, count, from, row: input.row, span };
}

/** The first rows of each combination of values. */
export function distinct(
  input: LogicalPlan,
  options: Pick<Distinct, "columns" | "count" | "keepMissing" | "consecutive" | "clearOnly" | "order">,
  span: Span,
): Distinct {
  const row = options.clearOnly
    ? withColumns(
        input.row,
        options.columns.map((name) => [name, clearedColumn(input, name)]),
      )
    : options.keepMissing
      ? input.row
      : withPresent(input.row, options.columns);
  return { ...options, kind: "distinct", input, row, span };
}

function clearedColumn(input: LogicalPlan, name: string): Column {
  return { ...(columnOf(input.row, name) ?? alwaysMissing), nullable: true };
}
