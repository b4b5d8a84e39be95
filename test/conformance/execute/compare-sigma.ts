import type { Json } from "../../../src/evaluate/structured/json.js";
import type { LogicalPlan } from "../../../src/plan/plan.js";
import type { Home, TargetProfile } from "../../../src/target/profile.js";
import { byEvent, type EventIds } from "./compare-events.js";
import { canonicalCell, cellsOfRow, multisetDifference } from "./compare-rows.js";
import { sourceRows, type Compare, type PlacedEvent } from "./conform.js";
import type { Engine } from "./engine-process.js";

export interface SigmaCase {
  readonly rule: string;
  /** The rule is read with what pySigma's Splunk backend loses of it: single wildcards, literal `*`, parts of words. */
  readonly asPeer?: true;
  readonly events: readonly {
    readonly id: number;
    /** In seconds, where a correlation counts over time. */
    readonly time?: number;
    /** The log source that the event is from, where rules of several are counted together. */
    readonly source?: string;
    readonly fields: Readonly<Record<string, Json>>;
  }[];
}

export interface SigmaResult extends EventIds {
  /** The group of each alert of a correlation, by the names of its fields. */
  readonly groups: readonly Readonly<Record<string, unknown>>[];
}

/** Runs a Sigma rule over the events, and compares which match; of a correlation, which groups alert. */
export function compareSigma(engine: Engine<SigmaCase, SigmaResult>): Compare {
  const ask = (rule: string, events: readonly PlacedEvent[], rows: ReadonlyMap<number, Fields>) =>
    engine.ask({
      rule,
      events: events.flatMap(({ id, event, carried: [carried] }) => {
        const fields = rows.get(id);
        if (fields === undefined || carried === undefined) return [];
        return [{ id, time: Number(event["_time"]), source: carried.table, fields }];
      }),
    });
  return async (subject, events, world) => {
    const alike = judgedAlike(subject.text, events);
    const timespan = timespanOf(subject.text);
    if (timespan === undefined)
      return byEvent(alike, world, subject, (candidates) =>
        ask(subject.text, alike, new Map(candidates.map(({ id, row }) => [id, row]))),
      );
    const grouped = new Set(subject.query.output.map(({ column }) => column));
    const always = columnsThatAreAlways(subject.target.profile);
    const together = inOneWindow(alike, timespan).filter(({ carried: [carried] }) =>
      [...(always.get(carried?.table ?? "") ?? [])].every(
        (column) => !grouped.has(column) || carried?.row.has(column) === true,
      ),
    );
    const answer = await ask(subject.text, together, fieldsOf(together));
    if ("error" in answer) return { failed: answer.error };
    const keys = subject.query.output.flatMap(({ field, column }) => {
      const name = finalName(subject.plan, field);
      return name === undefined ? [] : [{ name, column }];
    });
    const rows = sourceRows(subject, together, world);
    const names = keys.map(({ name }) => name);
    const source = distinct(rows.map((row) => cellsOfRow(row, names)));
    const target = distinct(
      answer.groups.map((group) => keys.map(({ column }) => canonicalCell(group[column]))),
    );
    const { onlyLeft, onlyRight } = multisetDifference(source, target);
    return { onlySource: onlyLeft, onlyTarget: onlyRight, fired: rows.length > 0 };
  };
}

/** What a group key is called in the rows of a search; `undefined` where they do not show it. */
function finalName(plan: LogicalPlan, key: string): string | undefined {
  if (!("input" in plan) || plan.kind === "aggregate") return key;
  const name = finalName(plan.input, key);
  switch (plan.kind) {
    case "rename":
      return plan.columns.find(({ from }) => from === name)?.to ?? name;
    case "project":
      return name !== undefined && plan.columns.includes(name) ? name : undefined;
    case "extend":
      return plan.columns.some((column) => column.name === name) ? undefined : name;
    default:
      return name;
  }
}

/** The columns that every event of a table has by what the catalog says of the home: no log holds an event without. */
function columnsThatAreAlways({ sources }: TargetProfile): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const visit = ({ table, fields, variants }: Home): void => {
    for (const bound of fields.values())
      if (
        table !== undefined &&
        bound.kind === "bound" &&
        bound.always === true &&
        bound.expression.kind === "column"
      )
        found.set(table, (found.get(table) ?? new Set()).add(bound.expression.name));
    for (const { home } of variants) visit(home);
  };
  for (const { homes } of sources.values()) for (const home of homes.values()) visit(home);
  return found;
}

function distinct(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

type Fields = Readonly<Record<string, Json>>;

function fieldsOf(events: readonly PlacedEvent[]): ReadonlyMap<number, Fields> {
  return new Map(
    events.flatMap(({ id, carried }) =>
      carried
        .slice(0, 1)
        .map(
          ({ row }) =>
            [id, Object.fromEntries([...row].map(([name, { value }]) => [name, value] as const))] as const,
        ),
    ),
  );
}

/**
 * Products disagree on whether `$` of a regular expression matches before a line end that is the last character, and a
 * Sigma rule is run by any of them: values that end so are not put to rules with one.
 */
function judgedAlike(rule: string, events: readonly PlacedEvent[]): readonly PlacedEvent[] {
  if (!rule.includes("|re")) return events;
  return events.filter(({ event }) =>
    Object.values(event).every((value) => typeof value !== "string" || !value.endsWith("\n")),
  );
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** The window of a correlation in seconds; `undefined` where a file holds none. */
function timespanOf(rule: string): number | undefined {
  const found = /^ +timespan: '?(\d+)([smhdw])'?$/mu.exec(rule);
  return found === null ? undefined : Number(found[1]) * (unitSeconds[found[2] ?? ""] ?? 1);
}

/**
 * The events that every choice of the window's edges has in one window: where the search begins a window and the engine
 * another one is the difference that `accept: [windowing]` is about.
 */
function inOneWindow(events: readonly PlacedEvent[], seconds: number): readonly PlacedEvent[] {
  const timeOf = ({ event }: PlacedEvent): number => Number(event["_time"]);
  const newest = Math.max(0, ...events.map(timeOf));
  const start = Math.floor(newest / seconds) * seconds;
  return events.filter((event) => timeOf(event) >= start);
}
