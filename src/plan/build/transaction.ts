import type { Span } from "../../source/source-text.js";
import type { LogicalPlan, Transaction } from "../plan.js";
import type { Column } from "../row-type.js";
import { withColumns } from "./rows.js";

/** Columns that have one value in every group: the time is that of the earliest row, the raw text that of all. */
const single: ReadonlySet<string> = new Set(["_time", "_raw"]);

const number: Column = { type: "number", multivalue: false, nullable: false };

/** The columns that the step adds; whether a group was closed is known where a row has to start it. */
export function ownColumns({ starts }: Pick<Transaction, "starts">): readonly string[] {
  return ["duration", "eventcount", ...(starts === undefined ? [] : ["closed_txn"])];
}

/** One row of the rows that belong together. A column other than a key holds the values of all of them. */
export function transaction(
  input: LogicalPlan,
  options: Omit<Transaction, "kind" | "row" | "span" | "input">,
  span: Span,
): Transaction {
  const { keys, connected, maxSpan, maxPause, maxRows, starts, ends, keepOpen, lists, missingText } = options;
  const kept = new Set([...keys, ...single]);
  const merged = [...input.row.columns].map(([name, column]): [string, Column] => [
    name,
    kept.has(name) ? column : { ...column, multivalue: true },
  ]);
  const own = ownColumns(options).map((name): [string, Column] => [name, number]);
  return {
    kind: "transaction",
    input,
    keys,
    connected,
    ...(maxSpan === undefined ? {} : { maxSpan }),
    ...(maxPause === undefined ? {} : { maxPause }),
    maxRows,
    ...(starts === undefined ? {} : { starts }),
    ...(ends === undefined ? {} : { ends }),
    keepOpen,
    lists,
    missingText,
    row: withColumns(input.row, [...merged, ...own]),
    span,
  };
}
