import type { LogicalPlan } from "../plan/plan.js";
import { demandsOf } from "./demands-of.js";
import { EventMaker } from "./event-maker.js";
import { countsFor, repeated, together, withTimes } from "./groups-of-events.js";
import { edgesBefore, oneAfterAnother } from "./moments.js";
import { randomFrom } from "./random.js";
import type { WitnessEvent, WitnessOptions } from "./witness-event.js";

/** Events that are meant to make a search fire, and for each of them its neighbours, one of which may take its place. */
export interface Neighbourhood {
  readonly events: readonly WitnessEvent[];
  readonly neighbours: readonly { readonly at: number; readonly event: WitnessEvent }[];
}

/**
 * The smallest groups of events that may make a search fire, the fewest first: one event of each scan, then as many as
 * its thresholds name, alike or of various values.
 */
export function neighbourhoods(plan: LogicalPlan, options: WitnessOptions): readonly Neighbourhood[] {
  const random = randomFrom(options.seed);
  const { scans, thresholds } = demandsOf(plan, options.lookups ?? new Map());
  const makers = scans.map((demand) => new EventMaker(demand, options, random));
  const whole = together(makers);
  if (makers.length === 0) return [];
  const groups = [1, ...countsFor(thresholds)].sort((left, right) => left - right);
  return groups.flatMap((count) =>
    (count === 1 ? ["nothing" as const] : variants).map((what): Neighbourhood => {
      const group = { name: "", events: repeated(makers, [whole], count, what) };
      const { events } = withTimes(group, oneAfterAnother(options.now));
      return around(events, [...makers.entries()], plan);
    }),
  );
}

/** The neighbours of the first event of each scan. */
export function neighbourhoodOf(
  events: readonly WitnessEvent[],
  plan: LogicalPlan,
  options: WitnessOptions,
): Neighbourhood {
  const random = randomFrom(options.seed);
  const { scans } = demandsOf(plan, options.lookups ?? new Map());
  const makers = scans.map((demand) => new EventMaker(demand, options, random));
  const places = makers.map((maker) => [events.findIndex(({ scan }) => scan === maker.scan), maker] as const);
  return around(
    events,
    places.filter(([at]) => at >= 0),
    plan,
  );
}

function around(
  events: readonly WitnessEvent[],
  makers: readonly (readonly [at: number, maker: EventMaker])[],
  plan: LogicalPlan,
): Neighbourhood {
  const neighbours = makers.flatMap(([at, maker]) => {
    const event = events[at];
    if (event === undefined) return [];
    return [...maker.misses(event), ...atEdges(event, plan)].map((miss) => ({ at, event: miss }));
  });
  return { events, neighbours };
}

/** The event at the moments on both sides of the edge before it, where the search counts in buckets of time. */
function atEdges(event: WitnessEvent, plan: LogicalPlan): readonly WitnessEvent[] {
  const { _time: time } = event.fields;
  if (typeof time !== "number") return [];
  return edgesBefore(plan, time).flatMap((edge) =>
    [["at the edge of its bucket", edge] as const, ["just outside its bucket", edge - 1] as const].map(
      ([how, moment]): WitnessEvent => ({
        ...event,
        note: `_time: ${how}`,
        changed: "_time",
        fields: { ...event.fields, _time: moment },
      }),
    ),
  );
}

const variants = ["nothing", "values", "counted"] as const;
