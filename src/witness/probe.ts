import { startEvaluation } from "../evaluate/evaluate.js";
import type { LookupRows } from "../evaluate/lookup-rows.js";
import type { EventValue } from "../evaluate/value.js";
import type { LogicalPlan } from "../plan/plan.js";
import type { WitnessEvent, WitnessOptions } from "./witness-event.js";
import { fewest } from "./fewest.js";
import { neighbourhoodOf, neighbourhoods, type Neighbourhood } from "./neighbourhoods.js";
import { witnesses } from "./witnesses.js";

/** One event in the place of another: it differs in one field. */
export interface Change {
  /** Which of the events that fire it takes the place of. */
  readonly at: number;
  readonly field: string;
  /** In which way the value is beside the right one. */
  readonly how: string;
  readonly value: EventValue;
  readonly event: WitnessEvent;
}

/**
 * Events that make a search fire, which changes of one field stop it, and which do not although the search looks at the
 * field's value; in the order of the fields.
 */
export interface Probe {
  readonly events: readonly WitnessEvent[];
  readonly stops: readonly Change[];
  readonly keeps: readonly Change[];
}

/**
 * Makes the fewest events that a search fires on, and tries the neighbours of each, one change at a time; `undefined`
 * where no event made for the search fires.
 */
export function probe(plan: LogicalPlan, options: WitnessOptions): Probe | undefined {
  const lookups = options.lookups ?? new Map<string, LookupRows>();
  const fires = (events: readonly WitnessEvent[]): boolean => {
    let rows = 0;
    const settings = { now: options.now, lookups, report: () => undefined };
    const evaluation = startEvaluation(plan, settings, () => rows++);
    for (const { scan, fields } of events)
      evaluation.push(fields, (each) => (each === scan ? fields : undefined));
    evaluation.finish();
    return rows > 0;
  };
  const found =
    neighbourhoods(plan, options).find(({ events }) => fires(events)) ?? shrunk(plan, options, fires);
  if (found === undefined) return undefined;
  const { events } = found;
  const changes = found.neighbours.map(({ at, event }): Change => {
    const { changed: field = "", note, fields } = event;
    return { at, field, how: note.slice(field.length + 2), value: fields[field], event };
  });
  const stopping = new Set(
    changes.filter(({ at, event }) => !fires([...events.slice(0, at), event, ...events.slice(at + 1)])),
  );
  const decides = new Set([...stopping].filter(({ value }) => hasText(value)).map(placeOf));
  const order = [...new Set(changes.map(placeOf))];
  const sorted = [...changes].sort(
    (left, right) => order.indexOf(placeOf(left)) - order.indexOf(placeOf(right)),
  );
  return {
    events,
    stops: sorted.filter((change) => stopping.has(change)),
    keeps: sorted.filter((change) => !stopping.has(change) && decides.has(placeOf(change))),
  };
}

/** The fewest events of a case that fires, where no small group does: some that stand apart from others, say. */
function shrunk(
  plan: LogicalPlan,
  options: WitnessOptions,
  fires: (events: readonly WitnessEvent[]) => boolean,
): Neighbourhood | undefined {
  const firing = witnesses(plan, options).find(({ events }) => fires(events));
  return firing && neighbourhoodOf(fewest(firing.events, fires), plan, options);
}

function placeOf({ at, field }: Change): string {
  return `${String(at)} ${field}`;
}

function hasText(value: EventValue): boolean {
  return value !== undefined && value !== null && value !== "";
}
