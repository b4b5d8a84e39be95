import { load } from "js-yaml";
import type { Json } from "../../../src/evaluate/structured/json.js";
import { canonicalCell, cellsOfRow, multisetDifference } from "./compare-rows.js";
import { sourceRows, type Compare } from "./conform.js";
import type { EngineProcess } from "./engine-process.js";

export interface KqlCase {
  readonly query: string;
  readonly now: number;
  readonly tables: Readonly<
    Record<
      string,
      {
        readonly columns: Readonly<Record<string, string>>;
        readonly rows: readonly Readonly<Record<string, Json>>[];
      }
    >
  >;
}

export interface KqlResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** The query of a rule file, as its schedule runs it. */
export function queryOfRule(text: string): string {
  const rule: unknown = load(text);
  const query: unknown = typeof rule === "object" && rule !== null ? Reflect.get(rule, "query") : undefined;
  if (typeof query !== "string") throw new Error("the rule has no query");
  return query;
}

/** Runs KQL over the rows and compares the columns that the detection outputs, as multisets of rows. */
export function compareKql(engine: EngineProcess<KqlCase, KqlResult>): Compare {
  return async (subject, events, world) => {
    const tables: Record<string, { columns: Record<string, string>; rows: Record<string, Json>[] }> = {};
    for (const { table } of subject.query.bindings)
      if (/^\w+$/.test(table)) tables[table] = { columns: {}, rows: [] };
    for (const { carried } of events)
      for (const { table, row, columns: known } of carried) {
        const { columns, rows } = (tables[table] ??= { columns: {}, rows: [] });
        for (const [name, type] of known) columns[name] = type;
        const record: Record<string, Json> = {};
        for (const [name, { value, type }] of row) {
          columns[name] = type;
          record[name] = value;
        }
        rows.push(record);
      }
    const answer = await engine.ask({ query: subject.text, now: world.now, tables });
    if ("error" in answer) return { cannot: answer.error };

    const shared = subject.query.output.filter(({ column }) => answer.columns.includes(column));
    const places = shared.map(({ column }) => answer.columns.indexOf(column));
    const target = answer.rows.map((row) => places.map((place) => canonicalCell(row[place])));
    const rows = sourceRows(subject, events, world);
    const source = rows.map((row) =>
      cellsOfRow(
        row,
        shared.map(({ field }) => field),
      ),
    );
    const { onlyLeft, onlyRight } = multisetDifference(source, target);
    return { onlySource: onlyLeft, onlyTarget: onlyRight, fired: rows.length > 0 };
  };
}
