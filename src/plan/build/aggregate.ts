import type { Span } from "../../source/source-text.js";
import type { Aggregate, AggregateFunction, GroupKey, LogicalPlan, NamedAggregate } from "../plan.js";
import type { Column, RowType } from "../row-type.js";
import { typeOf } from "../type-of.js";
import { closedRow } from "./rows.js";

/** One row per combination of the keys, the keys first and then the aggregates in their order. */
export function aggregate(
  input: LogicalPlan,
  keys: readonly GroupKey[],
  aggregates: readonly NamedAggregate[],
  span: Span,
): Aggregate {
  const row = closedRow([
    ...keys.map((key): [string, Column] => [key.name, keyColumn(key, input.row)]),
    ...aggregates.map((each): [string, Column] => [each.name, aggregateColumn(each, input.row)]),
  ]);
  return { kind: "aggregate", input, keys, aggregates, row, span };
}

/** A key of a group: one value, never missing. */
function keyColumn({ expression, fill }: GroupKey, row: RowType): Column {
  const { type, nullable } = typeOf(expression, row);
  const filled = fill !== undefined && nullable && type !== "text";
  return { type: filled ? "unknown" : type, multivalue: false, nullable: false };
}

/** What an aggregate over rows of that type gives for one group. */
export function aggregateColumn({ function: name, argument }: NamedAggregate, row: RowType): Column {
  const of = argument === undefined ? undefined : typeOf(argument, row);
  return {
    type: aggregateType(name, of),
    multivalue: name === "values" || name === "list",
    nullable: !counts.has(name) && of?.nullable !== false,
  };
}

const counts: ReadonlySet<AggregateFunction> = new Set<AggregateFunction>([
  "count",
  "distinct-count",
  "estimated-distinct-count",
]);

function aggregateType(name: AggregateFunction, of: Column | undefined): Column["type"] {
  switch (name) {
    case "values":
    case "list":
    case "mode":
    case "first":
    case "last":
    case "earliest":
    case "latest":
    case "minimum":
    case "maximum":
      return of?.type ?? "unknown";
    case "earliest-time":
    case "latest-time":
      return "time";
    default:
      return "number";
  }
}
