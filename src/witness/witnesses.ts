import type { LogicalPlan } from "../plan/plan.js";
import { demandsOf } from "./demands-of.js";
import { EventMaker } from "./event-maker.js";
import { countsFor, repeated, together, withTimes } from "./groups-of-events.js";
import { aroundAnEdge, oneAfterAnother, oneMoment } from "./moments.js";
import { randomFrom } from "./random.js";
import type { WitnessCase, WitnessEvent, WitnessOptions } from "./witness-event.js";

/** How many events are alike where one stands apart from them. */
const alike = 20;
/** How many ways to pass the tests are tried. */
const bases = 5;

/**
 * Events made to tell a right translation of a search from an almost right one: events that its tests let pass, and for
 * each field that decides, neighbours of its value; then as many events as its thresholds name, one more and one less.
 * The same seed gives the same events.
 */
export function witnesses(plan: LogicalPlan, options: WitnessOptions): readonly WitnessCase[] {
  const random = randomFrom(options.seed);
  const { scans, thresholds, apart } = demandsOf(plan, options.lookups ?? new Map());
  const makers = scans.map((demand) => new EventMaker(demand, options, random));
  const wholes = Array.from({ length: bases }, () => together(makers));
  const [whole] = wholes;
  if (whole === undefined || makers.length === 0) return [];

  const most = options.mostEvents ?? 300;
  const passing = distinct(wholes.flat());
  const misses = makers.flatMap((maker, index) => {
    const base = whole[index];
    return base === undefined ? [] : maker.misses(base);
  });
  const cases: WitnessCase[] = [
    { name: "one event of each kind", events: whole },
    { name: "neighbours", events: [...passing, ...misses].slice(0, most) },
    { name: "duplicates", events: [...whole, ...whole] },
  ];
  for (const count of countsFor(thresholds)) {
    if (count * makers.length > Math.max(most, 500)) continue;
    const events = `${String(count)} events`;
    cases.push(
      { name: events, events: repeated(makers, [whole], count, "nothing") },
      { name: `${events} of various values`, events: repeated(makers, [whole], count, "values") },
      { name: `${events} of various kinds`, events: repeated(makers, wholes, count, "values") },
    );
    if (scans.some(({ varying }) => varying.length > 0))
      cases.push({
        name: `${events} of which only what is counted varies`,
        events: repeated(makers, [whole], count, "counted"),
      });
  }
  if (apart) cases.push(...oneApart(makers, whole));
  const { now } = options;
  const timed = cases.map((each) => withTimes(each, oneAfterAnother(now)));
  const many = Math.min(Math.max(2, ...countsFor(thresholds)), 100);
  for (const [name, moments] of [
    ["events of one moment", oneMoment(plan, now)],
    ["events around the edge of a bucket", aroundAnEdge(plan, now)],
  ] as const)
    if (moments !== undefined)
      timed.push(withTimes({ name, events: repeated(makers, [whole], many, "values") }, moments));
  return timed;
}

/** Many events alike, and one that stands apart from them, by its values or by its number. */
function oneApart(makers: readonly EventMaker[], whole: readonly WitnessEvent[]): readonly WitnessCase[] {
  const many = repeated(makers, [whole], alike, "values");
  const apart = makers.flatMap((maker, at) => {
    const base = whole[at];
    return base === undefined ? [] : [maker.apart(base)];
  });
  return [1, alike].map((count) => ({
    name: `${String(count)} apart from the others`,
    events: [...many, ...Array.from({ length: count }, () => apart).flat()],
  }));
}

function distinct(events: readonly WitnessEvent[]): readonly WitnessEvent[] {
  const seen = new Set<string>();
  return events.filter(({ fields }) => {
    const key = JSON.stringify(fields);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
