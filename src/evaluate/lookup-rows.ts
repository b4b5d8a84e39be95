import { parse } from "csv-parse/sync";
import type { LookupTable } from "../content/model.js";

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

/** The rows of a table that came with its CSV; `undefined` for one without (a KV store, a model). An empty cell is no value. */
export function lookupRowsOf(table: LookupTable): LookupRows | undefined {
  if (table.csv === undefined) return undefined;
  const records: string[][] = parse(table.csv.text, {
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  const [header = [], ...lines] = records;
  return {
    columns: header,
    rows: lines.map(
      (line) =>
        new Map(header.flatMap((column, index) => (line[index] ? [[column, line[index]] as const] : []))),
    ),
    matchTypes: table.matchTypes,
    caseSensitive: table.caseSensitive,
    minMatches: table.minMatches,
    maxMatches: table.maxMatches ?? defaultMaxMatches,
    defaultMatch: table.defaultMatch ?? "",
  };
}
