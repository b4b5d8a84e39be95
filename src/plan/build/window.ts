import type { Span } from "../../source/source-text.js";
import type {
  AggregateFunction,
  GroupKey,
  LogicalPlan,
  NamedAggregate,
  Window,
  WindowFrame,
} from "../plan.js";
import type { Column } from "../row-type.js";
import { typeOf } from "../type-of.js";
import { aggregateColumn } from "./aggregate.js";
import { withColumns } from "./rows.js";

const counts: ReadonlySet<AggregateFunction> = new Set<AggregateFunction>([
  "count",
  "distinct-count",
  "estimated-distinct-count",
]);

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
  // Before the first row of a group there is none.
  const mayBeOfNone = frame.kind === "running" && !frame.includeCurrent;
  const added = aggregates.map((each): [string, Column] => {
    const column = aggregateColumn(each, input.row);
    const nullable = keyMayLack || (mayBeOfNone && !counts.has(each.function));
    return [each.name, nullable ? { ...column, nullable } : column];
  });
  return { kind: "window", input, keys, aggregates, frame, row: withColumns(input.row, added), span };
}
