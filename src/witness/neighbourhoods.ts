import type { LogicalPlan } from "../plan/plan.js";
import { demandsOf } from "./demands-of.js";
import { EventMaker } from "./event-maker.js";
import { countsFor, repeated, together, withTimes } from "./groups-of-events.js";
import { oneAfterAnother } from "./moments.js";
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
      const neighbours = events.flatMap((event, at) => {
        const maker = at < makers.length ? makers[at] : undefined;
        return (maker?.misses(event) ?? []).map((miss) => ({ at, event: miss }));
      });
      return { events, neighbours };
    }),
  );
}

const variants = ["nothing", "values", "counted"] as const;
