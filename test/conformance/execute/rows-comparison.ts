import { scansOf } from "../../../src/plan/visitor.js";
import { outOfXml } from "../carry/entities.js";
import type { Json } from "../../../src/evaluate/structured/json.js";
import { canonicalCell, cellsOfRow, multisetDifference } from "./compare-rows.js";
import {
  sourceRows,
  type Comparison,
  type PlacedEvent,
  type Subject,
  type TableColumns,
  type World,
} from "./conform.js";

/** A table of a target with the rows that stand for events. */
export interface LoadedTable {
  /** The target's own names of the columns' types. */
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly Readonly<Record<string, Json>>[];
}

/** What a query of rows gives. */
export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** The tables that a query reads, with the events in them; those without events are there and empty. */
export function tablesOf(
  { query: { bindings }, tables: known }: Subject & { readonly tables: TableColumns },
  events: readonly PlacedEvent[],
): ReadonlyMap<string, LoadedTable> {
  const tables = new Map<string, { columns: Record<string, string>; rows: Record<string, Json>[] }>(
    bindings.map(({ table }) => [table, { columns: Object.fromEntries(known.get(table) ?? []), rows: [] }]),
  );
  for (const { carried } of events)
    for (const { table, row } of carried) {
      const { columns, rows } = tables.get(table) ?? {
        columns: Object.fromEntries(known.get(table) ?? []),
        rows: [],
      };
      tables.set(table, { columns, rows });
      const record: Record<string, Json> = {};
      for (const [name, { value, type }] of row) {
        columns[name] = type;
        record[name] = value;
      }
      rows.push(record);
    }
  return tables;
}

/**
 * Compares the columns that the detection outputs, as multisets of rows; a column that the result lacks is a difference.
 */
export function comparedRows(
  answer: QueryResult,
  subject: Subject,
  events: readonly PlacedEvent[],
  world: World,
  cellOf: (cell: string) => string = (cell) => cell,
): Comparison {
  const { output } = subject.query;
  const lost = output.filter(({ column }) => !answer.columns.includes(column));
  const shared = output.filter((each) => !lost.includes(each));
  const places = shared.map(({ column }) => answer.columns.indexOf(column));
  const target = answer.rows.map((row) => places.map((place) => cellOf(canonicalCell(row[place]))));
  const rows = sourceRows(subject, events, world);
  const fields = shared.map(({ field }) => field);
  const shown = keepsEntities(subject, world) ? outOfXml : undefined;
  const source = rows.map((row) => cellsOfRow(row, fields, shown).map(cellOf));
  const { onlyLeft, onlyRight } = multisetDifference(source, target);
  const onlySource = [...lost.map(({ column }) => `the column \`${column}\``), ...onlyLeft];
  return { onlySource, onlyTarget: onlyRight, fired: rows.length > 0 };
}

/** Whether Splunk has the values of a log of the search as its XML writes them. */
function keepsEntities({ plan }: Subject, { catalog }: World): boolean {
  return scansOf(plan).some(
    ({ source }) => source.kind === "log" && catalog.sources.get(source.id)?.keepsEntities === true,
  );
}
