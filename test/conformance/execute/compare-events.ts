import { isObject, parseJson, type Json } from "../../../src/evaluate/structured/json.js";
import { sourceEvents, type Compare, type PlacedEvent } from "./conform.js";
import type { Engine } from "./engine-process.js";

export interface EqlCase {
  readonly query: string;
  readonly events: readonly { readonly id: number; readonly category: string; readonly document: Json }[];
}

export interface EventIds {
  readonly ids: readonly number[];
}

/** The query of a rule file. */
export function queryOfJsonRule(text: string): string {
  const rule = parseJson(text);
  const query = isObject(rule) ? rule["query"] : undefined;
  if (typeof query !== "string") throw new Error("the rule has no query");
  return query;
}

/** Runs EQL over the documents, one by one, and compares which match. */
export function compareEql(engine: Engine<EqlCase, EventIds>): Compare {
  return (subject, events, world) =>
    byEvent(events, world, subject, (candidates) =>
      engine.ask({
        query: subject.text,
        events: candidates.map(({ id, row }) => ({
          id,
          category: textOf(row["event.category"]),
          document: nested(row),
        })),
      }),
    );
}

/** Asks for the ids of the events that match, and compares them with those that by themselves make the search give a row. */
export async function byEvent(
  events: readonly PlacedEvent[],
  world: Parameters<Compare>[2],
  subject: Parameters<Compare>[0],
  run: (
    candidates: readonly { readonly id: number; readonly row: Readonly<Record<string, Json>> }[],
  ) => Promise<EventIds | { readonly error: string }>,
): ReturnType<Compare> {
  const answer = await run(
    events.flatMap(({ id, carried }) =>
      carried.slice(0, 1).map(({ row }) => ({
        id,
        row: Object.fromEntries([...row].map(([name, { value }]) => [name, value] as const)),
      })),
    ),
  );
  if ("error" in answer) return { failed: answer.error };
  const target = new Set(answer.ids);
  const source = new Set(sourceEvents(subject, events, world));
  const describe = ({ id, note }: PlacedEvent): string => `event ${String(id)} (${note})`;
  return {
    onlySource: events.filter(({ id }) => source.has(id) && !target.has(id)).map(describe),
    onlyTarget: events.filter(({ id }) => target.has(id) && !source.has(id)).map(describe),
    fired: source.size > 0,
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "any";
}

/** Dotted names as nested objects, as a document has them. */
function nested(row: Readonly<Record<string, Json>>): Json {
  const root: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    const parts = name.split(".");
    const last = parts.pop() ?? name;
    let at = root;
    for (const part of parts) {
      const inner = at[part];
      const next: Record<string, unknown> =
        typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>) : {};
      at[part] = next;
      at = next;
    }
    at[last] = value;
  }
  return root as Json;
}
