import type { Span } from "../../source/source-text.js";
import type { GroupKey, LogicalPlan, NamedAggregate, Window, WindowFrame } from "../plan.js";
import type { Column } from "../row-type.js";
import { typeOf } from "../type-of.js";
import { aggregateColumn } from "./aggregate.js";
import { withColumns } from "./rows.js";

/** Adds aggregates to every row. A row that lacks a key keeps its place and gets no aggregate. */
export function window(
  input: LogicalPlan,
  keys: readonly GroupKey[],
  aggregates: readonly NamedAggregate[],
  frame: WindowFrame,
  span: Span,
): Window {
  const keyMayLack = keys.some(
    ({ expression, fill }) => fill === undefined && typeOf(expression, input.row).nullable,
  );
  const added = aggregates.map((each): [string, Column] => {
    const column = aggregateColumn(each, input.row);
    return [each.name, keyMayLack ? { ...column, nullable: true } : column];
  });
  return { kind: "window", input, keys, aggregates, frame, row: withColumns(input.row, added), span };
}
