import type { Span } from "../../source/source-text.js";
import type { Lookup, LogicalPlan } from "../plan.js";
import { columnOf, type Column } from "../row-type.js";
import { withColumns } from "./rows.js";

/** Adds columns from a lookup table; a row without a match gets none of them. */
export function lookup(
  input: LogicalPlan,
  options: Pick<Lookup, "table" | "keys" | "outputs" | "mode"> & {
    /** Whether several rows of the table can match one row, so that an output holds several values. */
    readonly manyMatches: boolean | "unknown";
    /** A row without a match gets the table's default instead of nothing. */
    readonly always: boolean;
  },
  span: Span,
): Lookup {
  const { manyMatches, always, ...rest } = options;
  const added = rest.outputs.map(({ field }): [string, Column] => {
    const before = columnOf(input.row, field);
    const nullable = always ? false : (before?.nullable ?? true);
    return [field, { type: "text", multivalue: manyMatches, nullable }];
  });
  return { kind: "lookup", input, ...rest, row: withColumns(input.row, added), span };
}
