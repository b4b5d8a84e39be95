import type { LookupTable } from "../content/model.js";
import { readCsv } from "../source/csv.js";

/** A lookup table with its rows, and how its columns match. */
export interface LookupRows {
  readonly columns: readonly string[];
  readonly rows: readonly ReadonlyMap<string, string>[];
  readonly matchTypes: ReadonlyMap<string, "wildcard" | "cidr">;
  readonly caseSensitive: boolean;
  readonly minMatches: number;
  readonly maxMatches: number;
  readonly defaultMatch: string;
}

/** Splunk's `max_matches` of a table without a time field. */
const defaultMaxMatches = 1000;

/** A table with other rows: how its columns match is as its definition says, the whole text where there is none. */
export function lookupWithRows(
  rows: readonly ReadonlyMap<string, string>[],
  table: LookupTable | undefined,
): LookupRows {
  return {
    columns: [...new Set(rows.flatMap((row) => [...row.keys()]))],
    rows,
    matchTypes: table?.matchTypes ?? new Map(),
    caseSensitive: table?.caseSensitive ?? true,
    minMatches: table?.minMatches ?? 0,
    maxMatches: table?.maxMatches ?? defaultMaxMatches,
    defaultMatch: table?.defaultMatch ?? "",
  };
}

/** Whether only whoever keeps the table knows its rows: a KV store, or a file that a search fills. */
export function isSiteFilled({ kind, filledBy }: LookupTable): boolean {
  return kind === "kvstore" || filledBy !== undefined;
}

/** The rows of a table that came with its CSV; `undefined` for one without (a KV store, a model, a file that a search fills). An empty cell is no value. */
export function lookupRowsOf(table: LookupTable): LookupRows | undefined {
  if (table.csv === undefined || isSiteFilled(table)) return undefined;
  const rows = known.get(table) ?? lookupWithRows(rowsOfCsv(table.csv.text), table);
  known.set(table, rows);
  return rows;
}

/** A table is read once for all detections and targets that ask for it. */
const known = new WeakMap<LookupTable, LookupRows>();

/** The rows of a CSV whose first line has the columns. */
export function rowsOfCsv(text: string): readonly ReadonlyMap<string, string>[] {
  const [header = [], ...lines] = readCsv(text);
  return lines.map(
    (line) =>
      new Map(header.flatMap((column, index) => (line[index] ? [[column, line[index]] as const] : []))),
  );
}
