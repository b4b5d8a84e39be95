import type { Json } from "../../../src/evaluate/structured/json.js";
import { documentsOf, indexRequest } from "../../../src/backends/elastic/lookup-index.js";
import type { BindingFacts } from "../../../src/target/backend.js";
import type { Compare, World } from "./conform.js";
import type { Engine } from "./engine-process.js";
import { comparedRows, tablesOf, type LoadedTable, type QueryResult } from "./rows-comparison.js";

export interface EsqlCase {
  readonly query: string;
  readonly indices: Readonly<Record<string, LoadedTable>>;
  readonly lookups: Readonly<Record<string, LoadedLookup>>;
}

/** A lookup index: the request that creates it, and its documents. */
interface LoadedLookup {
  readonly create: object;
  readonly rows: readonly object[];
}

/** Runs ES|QL over the documents and compares the columns that the detection outputs. */
export function compareEsql(engine: Engine<EsqlCase, QueryResult>): Compare {
  return async (subject, events, world) => {
    const { query } = subject;
    const logs = query.bindings.filter(({ home }) => home !== undefined);
    const lookups = query.bindings.filter(({ home }) => home === undefined);
    const read = { ...subject, query: { ...query, bindings: logs } };
    const indices = [...tablesOf(read, events)].map(([table, { columns, rows }]) => [
      indexOf(table),
      {
        columns: Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, mapped(type)])),
        rows: rows.map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [name, inMapping(value, columns[name])]),
          ),
        ),
      },
    ]);
    const answer = await engine.ask({
      query: atTime(subject.text, world.now),
      indices: Object.fromEntries(indices),
      lookups: Object.fromEntries(lookups.flatMap((each) => loaded(each, world))),
    });
    return "error" in answer
      ? { failed: answer.error }
      : comparedRows(answer, subject, events, world, numbersOfRegistry);
  };
}

/** The query with the moment of the run, in seconds, for the present one; a text that holds the call keeps it. */
function atTime(query: string, now: number): string {
  const moment = `TO_DATETIME("${new Date(now * 1000).toISOString()}")`;
  return query.replaceAll(/"""[^]*?"""|"(?:\\.|[^"\\])*"|\bNOW\(\)/g, (part) =>
    part === "NOW()" ? moment : part,
  );
}

/** Elastic keeps the number of a registry value as one, where Sysmon writes `DWORD (0x00000001)`; both mean the same. */
function numbersOfRegistry(cell: string): string {
  return /^0x[0-9a-f]{8}$/i.test(cell) ? String(Number(cell)) : cell;
}

function loaded(
  { source, table: index }: BindingFacts,
  { content }: World,
): readonly (readonly [string, LoadedLookup])[] {
  const table = content.lookups.get(source);
  if (table === undefined) return [];
  return [[index, { create: indexRequest(table, index), rows: documentsOf(table, index) ?? [] }]];
}

/** An index that the first of the patterns of a table finds. */
function indexOf(table: string): string {
  const [first = table] = table.split(",");
  return first.trim().replaceAll("*", "conformance");
}

/** Types whose mappers are modules that no registry has; ES|QL reads each like the other. */
const alike: ReadonlyMap<string, string> = new Map([
  ["wildcard", "keyword"],
  ["constant_keyword", "keyword"],
  ["match_only_text", "text"],
  ["scaled_float", "double"],
]);

function mapped(type: string): string {
  return alike.get(type) ?? type;
}

/** Dates of a document are in milliseconds. */
function inMapping(value: Json, type: string | undefined): Json {
  return type === "date" && typeof value === "number" ? Math.round(value * 1000) : value;
}
