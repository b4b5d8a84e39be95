import type { Span } from "../../source/source-text.js";
import type { LogicalPlan, Unnest } from "../plan.js";
import { columnOf } from "../row-type.js";
import { alwaysMissing } from "../type-of.js";
import { withColumns } from "./rows.js";

/** One row per value of a column, which holds one value afterwards. */
export function unnest(input: LogicalPlan, column: string, span: Span, limit?: number): Unnest {
  const before = columnOf(input.row, column) ?? alwaysMissing;
  return {
    kind: "unnest",
    input,
    column,
    ...(limit === undefined ? {} : { limit }),
    row: withColumns(input.row, [[column, { ...before, multivalue: false }]]),
    span,
  };
}
