import type { ConfiguredTarget } from "../../../src/target/configured-target.js";
import { runWindow } from "../../../src/backends/shared/schedule.js";
import type { Content } from "../../../src/content/model.js";
import type { Detection } from "../../../src/detection/detection.js";
import { startEvaluation } from "../../../src/evaluate/evaluate.js";
import type { LookupRows } from "../../../src/evaluate/lookup-rows.js";
import type { Event, Row } from "../../../src/evaluate/value.js";
import { fieldsOf } from "../../../src/plan/expression-visitor.js";
import type { SourceCatalog } from "../../../src/plan/log-source.js";
import type { LogicalPlan, Scan } from "../../../src/plan/plan.js";
import { expressionsOf, walkPlan } from "../../../src/plan/visitor.js";
import type { BackendContext, CompiledQuery, Language } from "../../../src/target/backend.js";
import type { WitnessCase } from "../../../src/witness/witness-event.js";
import { EventCarrier, type CarriedEvent } from "../carry/carry-event.js";
import type { ColumnReference } from "../../../src/plan/expression.js";
import type { ScanBinding } from "../../../src/target/bind.js";
import { headedTexts } from "../../../src/target/event-texts.js";
import { partColumns } from "../../../src/target/parted-texts.js";
import { limitOfError, limitOfQuery, type EngineLimit } from "./limits.js";
import { listPositionDifference } from "../../../src/target/difference.js";
import { bindingsOf } from "./scan-bindings.js";
import { shrink } from "./shrink.js";

/** One event on both sides. */
export interface PlacedEvent {
  readonly id: number;
  readonly scan: Scan;
  readonly note: string;
  /** As each table that the scan is bound to has it; a table that does not have such events is left out. */
  readonly carried: readonly CarriedEvent[];
  readonly event: Event;
  /** Outside the window that the rule reads: no run of the search has it. */
  readonly outside?: true;
}

/** A compiled artifact with all that running it takes. */
export interface Subject {
  readonly detection: Detection;
  readonly plan: LogicalPlan;
  readonly target: ConfiguredTarget;
  readonly language: Language;
  readonly query: CompiledQuery;
  /** The text that a product would run: the query of the rule, or the rule. */
  readonly text: string;
}

/** The columns of each table that the fields of a search are bound to, with the target's own names of their types. */
export type TableColumns = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface World {
  readonly content: Content;
  readonly catalog: SourceCatalog;
  readonly lookups: ReadonlyMap<string, LookupRows>;
  readonly now: number;
  readonly seed: number;
}

/** What running one artifact beside its source showed. */
export type Verdict =
  | { readonly kind: "agreed"; readonly events: number; readonly fired: boolean }
  /** The engine has a known limit. */
  | { readonly kind: "cannot"; readonly reason: string }
  /** No event made the search fire that the target's columns can hold: nothing is shown. */
  | { readonly kind: "no event"; readonly reason: string }
  /** The engine says that something is wrong with the artifact. */
  | { readonly kind: "rejected"; readonly reason: string }
  | { readonly kind: "different"; readonly difference: Difference };

export interface Difference {
  readonly events: readonly PlacedEvent[];
  readonly onlySource: readonly string[];
  readonly onlyTarget: readonly string[];
}

/** Runs a query over events: the cells of its rows, and those of the source's; or what cannot be run. */
export type Comparison =
  | {
      readonly onlySource: readonly string[];
      readonly onlyTarget: readonly string[];
      readonly fired: boolean;
    }
  /** What is compared here does not apply to the artifact. */
  | { readonly cannot: string }
  /** What the engine said instead of running it. */
  | { readonly failed: string };

export type Compare = (
  subject: Subject & { readonly tables: TableColumns },
  events: readonly PlacedEvent[],
  world: World,
) => Promise<Comparison>;

/** How artifacts of one language are run. */
export interface Means {
  readonly compare: Compare;
  readonly limits: readonly EngineLimit[];
  readonly emptyIsMissing: boolean;
}

/** Runs an artifact over cases made for its detection, and shrinks the first difference. */
export async function conform(
  compiled: Subject,
  cases: readonly WitnessCase[],
  world: World,
  { compare, limits, emptyIsMissing }: Means,
): Promise<Verdict> {
  const limit = limitOfQuery(limits, compiled.text);
  if (limit !== undefined) return { kind: "cannot", reason: limit };
  const { place, tables } = placer(compiled, world, emptyIsMissing);
  const subject = { ...compiled, tables };
  let count = 0;
  let fired = false;
  const [first] = cases;
  const edges = first === undefined ? [] : atTheEdges(compiled, first, place, world.now);
  for (const events of [...cases.map(place), ...(edges.length === 0 ? [] : [edges])]) {
    count += events.length;
    const result = await compare(subject, events, world);
    if ("cannot" in result) return { kind: "cannot", reason: result.cannot };
    if ("failed" in result) return judged(result.failed, limits);
    fired ||= result.fired;
    if (!differs(result, subject)) continue;
    const fewest = await shrink(events, async (some) => {
      const again = await compare(subject, some, world);
      return "fired" in again && differs(again, subject);
    });
    const final = await compare(subject, fewest, world);
    const { onlySource, onlyTarget } = "fired" in final ? final : result;
    return { kind: "different", difference: { events: fewest, onlySource, onlyTarget } };
  }
  if (count === 0 || !fired)
    return { kind: "no event", reason: "no event that fires can be put into the target's columns" };
  return { kind: "agreed", events: count, fired };
}

/**
 * The events of a case at the edges of the window that a query states: just inside and just outside of both. None where
 * the schedule of the rule states the window, or the search one of its own.
 */
function atTheEdges(
  { detection, plan, text }: Subject,
  each: WitnessCase,
  place: (each: WitnessCase) => readonly PlacedEvent[],
  now: number,
): readonly PlacedEvent[] {
  const window = runWindow(detection.schedule);
  let own = false;
  walkPlan(plan, (step) => {
    own ||= step.kind === "scan" && step.time !== undefined;
  });
  if ("unreadable" in window || own || !text.includes(">= ago(")) return [];
  const start = now - window.earliest.secondsAgo;
  const end = now - window.latest.secondsAgo;
  return [start, start - 1, end, end - 1].flatMap((time, index) =>
    place({
      name: "the edges of the window",
      events: each.events.map((event) => ({ ...event, fields: { ...event.fields, _time: time } })),
    }).map((event): PlacedEvent => ({
      ...event,
      id: index * each.events.length + event.id,
      note: `${event.note}, at ${String(time - now)} s`,
      ...(time >= start && time < end ? {} : { outside: true as const }),
    })),
  );
}

/** A failure is the engine's where its limits have it, and the artifact's otherwise. */
function judged(error: string, limits: readonly EngineLimit[]): Verdict {
  const reason = limitOfError(limits, error);
  return reason === undefined ? { kind: "rejected", reason: error } : { kind: "cannot", reason };
}

/** Whether two results differ in what the query does not say of itself. */
function differs(
  { onlySource, onlyTarget }: Extract<Comparison, { readonly fired: boolean }>,
  { query }: Subject,
): boolean {
  const findsMore = query.accepted?.includes(listPositionDifference) === true;
  return onlySource.length > 0 || (!findsMore && onlyTarget.length > 0);
}

/** What carries the events of each scan of a search into the target's tables. */
export function carriersOf(
  subject: Subject,
  world: World,
  emptyIsMissing: boolean,
): ReadonlyMap<Scan, readonly EventCarrier[]> {
  const names = [...new Set([...namesOf(subject.plan), ...subject.query.output.map(({ field }) => field)])];
  const context: BackendContext = {
    profile: subject.target.profile,
    settings: {
      ...subject.target.settings,
      homes: new Map(
        subject.query.bindings.flatMap(({ source, home }) =>
          home === undefined ? [] : [[source, home] as const],
        ),
      ),
    },
    content: world.content,
    detection: subject.detection,
    report: () => undefined,
    drop: () => undefined,
    differ: () => undefined,
  };
  const scans = bindingsOf(subject.plan, subject.language, context);
  const keepsText = subject.language.language === "sigma";
  return new Map(
    scans.map(({ scan, bindings }) => {
      const tables = new Set(subject.query.bindings.map(({ table }) => table));
      const used = bindings.filter(
        ({ table }, index) =>
          tables.has(table) && bindings.findIndex((other) => other.table === table) === index,
      );
      return [
        scan,
        used.map(
          (binding) =>
            new EventCarrier(binding, names, emptyIsMissing, world.now, keepsText, {
              ...(keepsText || !names.includes("_raw") ? {} : textOf(scan, binding, context)),
            }),
        ),
      ];
    }),
  );
}

/** The columns that keep the text of an event: those of the header beside the message, or those of all parts. */
function textOf(
  { span }: Scan,
  binding: ScanBinding,
  { profile }: BackendContext,
): { readonly header?: readonly ColumnReference[]; readonly parts?: readonly ColumnReference[] } {
  const raw = binding.field("_raw");
  if (raw?.kind === "missing") return { parts: partColumns(binding, profile.settings, span) };
  if (raw?.kind !== "bound" || raw.expression.kind !== "column") return {};
  return { header: headedTexts(binding.source.id, profile.settings, raw.expression) };
}

/** Carries the events of a case into the target's tables. */
export function placer(
  subject: Subject,
  world: World,
  emptyIsMissing: boolean,
): { readonly place: (each: WitnessCase) => readonly PlacedEvent[]; readonly tables: TableColumns } {
  const carriers = carriersOf(subject, world, emptyIsMissing);
  const all = [...carriers.values()].flat();
  const tables = new Map(all.map(({ table, columns }) => [table, columns]));
  const place = ({ events }: WitnessCase): readonly PlacedEvent[] =>
    events.flatMap(({ scan, note, fields }, id): readonly PlacedEvent[] => {
      const carried = (carriers.get(scan) ?? [])
        .map((carrier) => carrier.carry(fields))
        .filter((row) => row !== undefined);
      const [first] = carried;
      return first === undefined
        ? []
        : [{ id, scan, note, carried, event: { ...first.event, _time: fields["_time"] } }];
    });
  return { place, tables };
}

/** Every field that a plan names. */
function namesOf(plan: LogicalPlan): readonly string[] {
  const names = new Set<string>(["_time"]);
  walkPlan(plan, (step) => {
    for (const expression of expressionsOf(step)) for (const name of fieldsOf(expression)) names.add(name);
    if (step.kind === "project") for (const name of step.columns) names.add(name);
    if (step.kind === "rename") for (const { from } of step.columns) names.add(from);
    if (step.kind === "distinct") for (const name of step.columns) names.add(name);
    if (step.kind === "lookup") for (const { field } of step.keys) names.add(field);
    if (step.kind === "join") for (const { left, right } of step.keys) names.add(left).add(right);
    if (step.kind === "unnest") names.add(step.column);
    if (step.kind === "sort") for (const { name } of step.keys) names.add(name);
  });
  return [...names];
}

/** The rows that the source gives. */
export function sourceRows(
  subject: Pick<Subject, "plan">,
  events: readonly PlacedEvent[],
  { now, lookups }: World,
): readonly Row[] {
  const rows: Row[] = [];
  const evaluation = startEvaluation(subject.plan, { now, lookups, report: () => undefined }, (row) =>
    rows.push(row),
  );
  // Every search of a log reads all of its events, not only those that were made for it.
  for (const { event, scan, outside } of events)
    if (outside !== true) evaluation.push(event, (each) => (sameLog(each, scan) ? event : undefined));
  evaluation.finish();
  return rows;
}

function sameLog(first: Scan, second: Scan): boolean {
  if (first === second) return true;
  return first.source.kind === "log" && second.source.kind === "log" && first.source.id === second.source.id;
}

/** The events that, each by itself, make the source give a row. */
export function sourceEvents(
  subject: Subject,
  events: readonly PlacedEvent[],
  world: World,
): readonly number[] {
  return events.filter((event) => sourceRows(subject, [event], world).length > 0).map(({ id }) => id);
}
