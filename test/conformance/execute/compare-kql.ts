import { load } from "js-yaml";
import type { Compare } from "./conform.js";
import type { Engine } from "./engine-process.js";
import { comparedRows, tablesOf, type LoadedTable, type QueryResult } from "./rows-comparison.js";

export interface KqlCase {
  readonly query: string;
  /** The columns that the result has to have. */
  readonly output: readonly string[];
  readonly now: number;
  readonly tables: Readonly<Record<string, LoadedTable>>;
}

/** The query of a rule file, as its schedule runs it. */
export function queryOfRule(text: string): string {
  const rule: unknown = load(text);
  const query: unknown = typeof rule === "object" && rule !== null ? Reflect.get(rule, "query") : undefined;
  if (typeof query !== "string") throw new Error("the rule has no query");
  return query;
}

/** Runs KQL over the rows and compares the columns that the detection outputs. */
export function compareKql(engine: Engine<KqlCase, QueryResult>): Compare {
  return async (subject, events, world) => {
    // What is no name is a call, such as that of a watchlist, and no table to load.
    const tables = [...tablesOf(subject, events)].filter(([name]) => /^\w+$/.test(name));
    const answer = await engine.ask({
      query: subject.text,
      output: subject.query.output.map(({ column }) => column),
      now: world.now,
      tables: Object.fromEntries(tables),
    });
    return "error" in answer ? { failed: answer.error } : comparedRows(answer, subject, events, world);
  };
}
