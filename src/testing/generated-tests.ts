import type { Understood } from "../understood.js";
import type { Detection, DetectionTest } from "../detection/detection.js";
import type { EvaluationOptions } from "../evaluate/evaluate.js";
import type { Event } from "../evaluate/value.js";
import type { SourceCatalog } from "../plan/log-source.js";
import type { Scan } from "../plan/plan.js";
import { scansOf } from "../plan/visitor.js";
import { oneMoment } from "../witness/moments.js";
import { probe, type Change, type Probe } from "../witness/probe.js";
import type { WitnessEvent } from "../witness/witness-event.js";
import type { EventRouter } from "./event-router.js";
import { nowOf, runTest } from "./run-test.js";

/** A test as it is written into a detection's `tests:`. */
export interface GeneratedTest {
  readonly name: string;
  readonly events: readonly GeneratedEvent[];
  /** Lookup tables that have no row in the test. */
  readonly empty: readonly string[];
  /** The rows that the search gives over these events now. */
  readonly rows: number;
}

export interface GeneratedEvent {
  /** What is tried with the event. */
  readonly note: string;
  readonly fields: Event;
}

/** What tests are made with. */
export interface Generation {
  readonly understood: Understood;
  readonly catalog: SourceCatalog;
  readonly router: EventRouter;
  readonly lookups: NonNullable<EvaluationOptions["lookups"]>;
  /** Those that the search reads and whose rows the content does not have: tests take them for empty. */
  readonly empty: readonly string[];
  readonly now: number;
  readonly seed: number;
}

/** More events than this in the place of one are no longer read by anybody. */
const mostEvents = 5;

/**
 * Tests of a detection: the fewest events that it finds, the changes of one field that stop it, and those that do not.
 * Empty where no event made for the search fires. The rows are what the search gives, so what a test says has to be
 * read before it is kept.
 */
export function generatedTests(detection: Detection, generation: Generation): readonly GeneratedTest[] {
  const { plan } = generation.understood;
  const found = plan && probe(plan, generation);
  if (plan === undefined || found === undefined) return [];
  const originOf = origins(scansOf(plan), generation);
  const written = (event: WitnessEvent, note: string): GeneratedEvent => ({
    note,
    fields: { ...originOf(event.scan), ...event.fields },
  });
  const test = (name: string, events: readonly GeneratedEvent[]): GeneratedTest => ({
    name,
    events,
    empty: generation.empty,
    rows: rowsOf(detection, events, generation),
  });
  const firing = found.events.map((event) => written(event, "passes"));
  return [
    test("Generated: it is found", firing),
    ...(found.events.length <= mostEvents
      ? [
          ...changed(found, firing, written, test),
          test("Generated: every event comes twice", [...firing, ...firing]),
          ...(firing.length > 1 && oneMoment(plan, generation.now) !== undefined
            ? [test("Generated: all events at one moment", firing.map(atTheTimeOf(firing[0])))]
            : []),
        ]
      : beside(found, firing, written, test)),
    ...(found.events.length > 1 ? [test("Generated: one event less", firing.slice(0, -1))] : []),
  ];
}

function atTheTimeOf(first: GeneratedEvent | undefined): (event: GeneratedEvent) => GeneratedEvent {
  return (event) => ({ ...event, fields: { ...event.fields, _time: first?.fields["_time"] } });
}

/** Tests of the changes: all in one test where each event is judged by itself, and one test for each otherwise. */
function changed(
  { events, stops, keeps }: Probe,
  firing: readonly GeneratedEvent[],
  written: (event: WitnessEvent, note: string) => GeneratedEvent,
  test: (name: string, events: readonly GeneratedEvent[]) => GeneratedTest,
): readonly GeneratedTest[] {
  const apart = (): readonly GeneratedTest[] =>
    stops.map((change) => {
      const { at, event } = change;
      const replaced = [...firing.slice(0, at), written(event, noteOf(change)), ...firing.slice(at + 1)];
      return test(`Generated: stopped by ${noteOf(change)}`, replaced);
    });
  if (events.length > 1) return apart();
  const together = (name: string, changes: readonly Change[]): readonly GeneratedTest[] =>
    changes.length === 0
      ? []
      : [
          test(
            name,
            changes.map((change) => written(change.event, noteOf(change))),
          ),
        ];
  const stopped = together("Generated: near misses that are not found", stops);
  return [
    ...(stopped.every(({ rows }) => rows === 0) ? stopped : apart()),
    ...together("Generated: near misses that are found as well", keeps),
  ];
}

/** Changes in the place of one of many events, in one test: as many as give no row together. */
function beside(
  { stops }: Probe,
  firing: readonly GeneratedEvent[],
  written: (event: WitnessEvent, note: string) => GeneratedEvent,
  test: (name: string, events: readonly GeneratedEvent[]) => GeneratedTest,
): readonly GeneratedTest[] {
  const places = [...new Set(stops.map(({ at }) => at))];
  return places.flatMap((place) => {
    const name = `Generated: near misses in the place of ${places.length > 1 ? `event ${String(place + 1)}` : "one event"}`;
    let kept = firing.filter((_, at) => at !== place);
    const least = kept.length;
    for (const change of stops.filter(({ at }) => at === place)) {
      const more = [...kept, written(change.event, noteOf(change))];
      if (test(name, more).rows === 0) kept = more;
    }
    return kept.length > least ? [test(name, kept)] : [];
  });
}

function noteOf({ field, how }: Change): string {
  return `${field}: ${how}`;
}

function rowsOf(
  detection: Detection,
  events: readonly GeneratedEvent[],
  { understood, router, lookups }: Generation,
): number {
  const given = events.map(({ fields }) => withRaw(fields));
  const test: DetectionTest = {
    name: "",
    attackData: [],
    events: given,
    lookups: new Map(),
    span: detection.search.span,
  };
  const options = { now: nowOf(given), lookups };
  return runTest(detection, test, understood, { events: given }, router, options).rows;
}

/** A written event without a raw text has its JSON as that. */
export function withRaw(event: Event): Event {
  return event["_raw"] === undefined ? { ...event, _raw: JSON.stringify(event) } : event;
}

/** The fields that tell events of one scan from those of the others; none where there is one scan. */
function origins(scans: readonly Scan[], { catalog, router }: Generation): (scan: Scan) => Event {
  if (scans.length < 2) return () => ({});
  const names = new Map([
    ["sourcetype", "sourcetype"],
    ["source", "source"],
    ["channel", "Channel"],
    ["eventtype", "eventtype"],
  ]);
  return (scan) => {
    const others = scans.filter((each) => each.source !== scan.source);
    for (const { key, value } of catalog.spellings) {
      const name = names.get(key);
      if (name === undefined || value.includes("*")) continue;
      const origin = { [name]: value };
      const own = router.viewFor(scan, origin) !== undefined;
      if (own && others.every((other) => router.viewFor(other, origin) === undefined)) return origin;
    }
    return {};
  };
}
