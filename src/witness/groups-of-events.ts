import type { EventValue } from "../evaluate/value.js";
import type { EventMaker, Varied } from "./event-maker.js";
import type { Moments } from "./moments.js";
import type { WitnessCase, WitnessEvent } from "./witness-event.js";

/**
 * As many events of each scan, alike or each with values of its own where no test looks; made of these wholes in turn.
 */
export function repeated(
  makers: readonly EventMaker[],
  wholes: readonly (readonly WitnessEvent[])[],
  count: number,
  what: Varied | "nothing",
): readonly WitnessEvent[] {
  return Array.from({ length: count }, (_, index) =>
    makers.flatMap((maker, at) => {
      const base = wholes[index % wholes.length]?.[at];
      return base === undefined ? [] : [what === "nothing" ? base : maker.varied(base, index, what)];
    }),
  ).flat();
}

/** One event of each scan, with the values that they have to share. */
export function together(makers: readonly EventMaker[]): readonly WitnessEvent[] {
  const shared = new Map<string, EventValue>();
  return makers.map((maker) => maker.passing(shared));
}

/** Just below, at and above each threshold. */
export function countsFor(thresholds: readonly number[]): readonly number[] {
  const counts = thresholds.flatMap((each) => [Math.ceil(each) - 1, Math.ceil(each), Math.floor(each) + 1]);
  return [...new Set(counts)].filter((count) => count > 1 && count <= 500).slice(0, 9);
}

export function withTimes({ name, events }: WitnessCase, moments: Moments): WitnessCase {
  return {
    name,
    events: events.map((event, place) => ({ ...event, fields: { ...event.fields, _time: moments(place) } })),
  };
}
