import { load } from "js-yaml";
import { readFileSync, readdirSync } from "node:fs";
import { parseSearch } from "../../grammar/parser.js";
import type { LookupTable } from "../../src/content/model.js";
import { hasErrors, type Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { evaluate, type Event, type Row, type Value } from "../../src/evaluate/evaluate.js";
import { lookupRowsOf, type LookupRows } from "../../src/evaluate/lookup-rows.js";
import { textOf, singlesOf } from "../../src/evaluate/value.js";
import { lower } from "../../src/lower/lower.js";
import type { SourceCatalog } from "../../src/plan/log-source.js";
import type { LogicalPlan } from "../../src/plan/plan.js";
import type { SourceText } from "../../src/source/source-text.js";

type Cell = string | number | null | readonly (string | number)[];

/** One line of the tables: a search with the events it keeps or the rows it gives, or an expression with its value. */
export interface SemanticCase {
  readonly rule: string;
  readonly search?: string;
  readonly eval?: string;
  /** The `n` of the events that remain. */
  readonly keeps?: readonly number[];
  readonly rows?: readonly Readonly<Record<string, Cell>>[];
  readonly columns?: readonly string[];
  readonly value?: Cell;
  readonly ordered?: boolean;
  /** The search has no meaning here and is refused. */
  readonly refused?: boolean;
  /** The search has a meaning, but no page says what it is over these events. */
  readonly notComputable?: boolean;
}

export interface SemanticGroup {
  /** The title of the documentation page that states the rules. */
  readonly page: string;
  readonly now?: number;
  readonly event?: Event;
  readonly events?: readonly Event[];
  readonly lookups?: Readonly<Record<string, LookupDefinition>>;
  readonly cases: readonly SemanticCase[];
}

interface LookupDefinition {
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly caseSensitive?: boolean;
  readonly matchTypes?: Readonly<Record<string, "wildcard" | "cidr">>;
  readonly minMatches?: number;
  readonly maxMatches?: number;
  readonly defaultMatch?: string;
}

const folder = new URL("./cases/", import.meta.url);

/** All tables, by the name of their file. */
export function semanticFiles(): readonly {
  readonly name: string;
  readonly groups: readonly SemanticGroup[];
}[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yml"))
    .sort()
    .map((name) => ({ name, groups: load(readFileSync(new URL(name, folder), "utf8")) as SemanticGroup[] }));
}

const unknownEvents = { prefixes: [], fields: new Map(), openFields: [], derivations: new Map() };

/**
 * A catalog with one log source of which nothing is known, for `index=test`, and one of which the metrics are known,
 * for `index=metrics`.
 */
export const testCatalog: SourceCatalog = {
  sources: new Map([
    ["test", { ...unknownEvents, id: "test", title: "Test events" }],
    [
      "metrics",
      {
        ...unknownEvents,
        id: "metrics",
        title: "Test measurements",
        metrics: new Set(["disk.read", "disk.write", "load"]),
      },
    ],
  ]),
  spellings: [
    { key: "index", value: "test", source: "test" },
    { key: "index", value: "metrics", source: "metrics" },
  ],
  neutralTerms: [],
};

const defaultNow = 1_700_000_000;

export function eventsOf(group: SemanticGroup): readonly Event[] {
  const events = group.events ?? [group.event ?? {}];
  // The first event listed is the newest, as a search shows it.
  return events.map((event, index) => ({ _time: (group.now ?? defaultNow) - 1 - index, ...event }));
}

export function lookupTables(group: SemanticGroup): ReadonlyMap<string, LookupTable> {
  return new Map(
    Object.entries(group.lookups ?? {}).map(([name, definition]) => [name, lookupTable(name, definition)]),
  );
}

function lookupTable(name: string, definition: LookupDefinition): LookupTable {
  const columns = [...new Set(definition.rows.flatMap((row) => Object.keys(row)))];
  const lines = definition.rows.map((row) => columns.map((column) => row[column] ?? "").join(","));
  return {
    name,
    description: "",
    kind: "csv",
    csv: { path: `${name}.csv`, text: [columns.join(","), ...lines].join("\n") },
    columns,
    matchTypes: new Map(Object.entries(definition.matchTypes ?? {})),
    caseSensitive: definition.caseSensitive ?? true,
    minMatches: definition.minMatches ?? 0,
    ...(definition.maxMatches === undefined ? {} : { maxMatches: definition.maxMatches }),
    ...(definition.defaultMatch === undefined ? {} : { defaultMatch: definition.defaultMatch }),
    file: { name: `${name}.yml`, text: "" },
  };
}

/** The search of a case: an expression is assigned to `result`. */
export function searchOf(semantic: SemanticCase): string {
  if (semantic.search !== undefined) return semantic.search;
  const expression = semantic.eval ?? "null()";
  // A truth value cannot be assigned.
  return `index=test | eval result=${expression}`;
}

/** Text to plan, over the test catalog. */
export function planOf(
  search: string,
  lookups: ReadonlyMap<string, LookupTable> = new Map(),
): { readonly plan?: LogicalPlan; readonly diagnostics: readonly Diagnostic[] } {
  const source: SourceText = { name: "search", text: search };
  const parsed = parseSearch(source);
  if (parsed.pipeline === undefined || hasErrors(parsed.diagnostics))
    return { diagnostics: parsed.diagnostics };
  return lower(parsed.pipeline, { catalog: testCatalog, lookups });
}

/** The rows of the lookup tables of a group, by name. */
export function lookupRows(group: SemanticGroup): ReadonlyMap<string, LookupRows> {
  const lookups = new Map<string, LookupRows>();
  for (const [name, table] of lookupTables(group)) {
    const rows = lookupRowsOf(table);
    if (rows !== undefined) lookups.set(name, rows);
  }
  return lookups;
}

/** The rows of a plan over the events of a group; a reported problem fails. */
export function rowsOf(plan: LogicalPlan, group: SemanticGroup): readonly Row[] {
  const lookups = lookupRows(group);
  const problems: Diagnostic[] = [];
  const rows = [
    ...evaluate(plan, eventsOf(group), {
      now: group.now ?? defaultNow,
      lookups,
      report: (diagnostic) => problems.push(diagnostic),
    }),
  ];
  if (hasErrors(problems)) throw new Error(problems.map(({ message }) => message).join("\n"));
  return rows;
}

/** A cell as text: SPL does not tell a number from its text. */
export function cellText(value: Value | Cell | undefined): string | readonly string[] | null {
  const texts = singlesOf(value ?? null).map(textOf);
  const [only] = texts;
  return texts.length === 0 ? null : texts.length === 1 ? (only ?? null) : texts;
}

/** A row as the tables write it, without `_time` where the table does not name it. */
export function plainRow(
  row: Iterable<readonly [string, Value | Cell]>,
  named: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...row]
      .filter(([name]) => name !== "_time" || named.has(name))
      .map(([name, value]) => [name, cellText(value)] as const)
      .filter(([, value]) => value !== null)
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}
