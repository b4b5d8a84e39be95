import { EvaluationContext } from "../evaluate/context.js";
import { compilePredicate, type Predicate } from "../evaluate/expression.js";
import type { LookupRows } from "../evaluate/lookup-rows.js";
import { rowOfEvent, type Event, type EventValue, type Single } from "../evaluate/value.js";
import { fieldsOf, walkExpression } from "../plan/expression-visitor.js";
import type { ScalarExpression } from "../plan/expression.js";
import { fieldOf, unqualified, type SourceCatalog } from "../plan/log-source.js";
import type { LogicalPlan, Scan } from "../plan/plan.js";
import { demandsOf, type Demand } from "./demand.js";
import { aroundAnEdge, oneAfterAnother, oneMoment, type Moments } from "./moments.js";
import { nearMisses } from "./near-misses.js";
import { randomFrom, type Random } from "./random.js";
import { samplePattern } from "./sample-pattern.js";
import { valueFor, type FieldFacts } from "./value-for.js";
import { addWishes } from "./wishes-of.js";
import { wishFor, type Wishes } from "./wish.js";

/** An event made for one scan of a search, and what it tries. */
export interface WitnessEvent {
  readonly scan: Scan;
  readonly note: string;
  readonly fields: Event;
  /** The one field in which it differs from an event that is meant to pass. */
  readonly changed?: string;
}

/** Events that are to be run together. */
export interface WitnessCase {
  readonly name: string;
  readonly events: readonly WitnessEvent[];
}

export interface WitnessOptions {
  readonly seed: number;
  /** The moment of the search; the events lie within the half hour before it. */
  readonly now: number;
  readonly catalog: SourceCatalog;
  readonly lookups?: ReadonlyMap<string, LookupRows>;
  /** The most events of one case. */
  readonly mostEvents?: number;
}

const attempts = 40;
const alike = 20;
const repairs = 60;
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

/** What of an event varies: all that is no key, or what a test counts the values of. */
type Varied = "values" | "counted";

const variants = ["nothing", "values", "counted"] as const;

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

/**
 * As many events of each scan, alike or each with values of its own where no test looks; made of these wholes in turn.
 */
function repeated(
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
function together(makers: readonly EventMaker[]): readonly WitnessEvent[] {
  const shared = new Map<string, EventValue>();
  return makers.map((maker) => maker.passing(shared));
}

/** Just below, at and above each threshold. */
function countsFor(thresholds: readonly number[]): readonly number[] {
  const counts = thresholds.flatMap((each) => [Math.ceil(each) - 1, Math.ceil(each), Math.floor(each) + 1]);
  return [...new Set(counts)].filter((count) => count > 1 && count <= 500).slice(0, 9);
}

function distinct(events: readonly WitnessEvent[]): readonly WitnessEvent[] {
  const seen = new Set<string>();
  return events.filter(({ fields }) => {
    const key = JSON.stringify(fields);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function withTimes({ name, events }: WitnessCase, moments: Moments): WitnessCase {
  return {
    name,
    events: events.map((event, place) => ({ ...event, fields: { ...event.fields, _time: moments(place) } })),
  };
}

/** Makes the events of one scan. */
class EventMaker {
  private readonly tests: readonly Predicate[];
  private readonly names: readonly string[];
  private readonly named: ReadonlyMap<string, readonly Single[]>;

  constructor(
    private readonly demand: Demand,
    private readonly options: WitnessOptions,
    private readonly random: Random,
  ) {
    const context = new EvaluationContext({
      now: options.now,
      regexBudget: 200_000,
      report: () => undefined,
    });
    this.tests = demand.predicates.map((predicate) => compilePredicate(predicate, context));
    const all = [...demand.predicates, ...demand.shown, ...demand.links.map(({ expression }) => expression)];
    this.names = [...new Set(all.flatMap((each) => [...fieldsOf(each)]))].filter((name) => name !== "_time");
    this.named = valuesNamed(demand.predicates, random);
  }

  /** An event that the tests let pass, or the one of several tries that most of them let pass. */
  passing(shared: Map<string, EventValue>): WitnessEvent {
    let best: { readonly fields: Readonly<Record<string, EventValue>>; readonly passed: number } | undefined;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const fields = this.guess(shared);
      const passed = this.passed(fields);
      if (best === undefined || passed > best.passed) best = { fields, passed };
      if (passed === this.tests.length) break;
    }
    const found = this.repaired(best ?? { fields: {}, passed: 0 });
    for (const { link, expression } of this.demand.links)
      if (expression.kind === "field" && !shared.has(link)) shared.set(link, found.fields[expression.name]);
    const note = found.passed === this.tests.length ? "passes" : "meant to pass";
    return { scan: this.demand.scan, note, fields: found.fields };
  }

  private passed(fields: Event): number {
    const row = rowOfEvent(fields);
    return this.tests.filter((test) => test(row) === true).length;
  }

  /** Gives the fields of one failing test other values at a time, as long as that loses no other test. */
  private repaired(found: { readonly fields: Event; readonly passed: number }): typeof found {
    let best = found;
    for (let attempt = 0; attempt < repairs && best.passed < this.tests.length; attempt++) {
      const row = rowOfEvent(best.fields);
      const failing = this.demand.predicates.filter((_, index) => this.tests[index]?.(row) !== true);
      const predicate = this.random.pick(failing);
      if (predicate === undefined) break;
      const wishes: Wishes = new Map();
      addWishes(predicate, true, wishes, this.random);
      const changed = [...wishes].map(
        ([name, own]) => [name, valueFor(name, own, this.facts(name), this.random)] as const,
      );
      const fields = { ...best.fields, ...Object.fromEntries(changed) };
      const passed = this.passed(fields);
      if (passed >= best.passed) best = { fields, passed };
    }
    return best;
  }

  /** The neighbours of an event: one field differs. */
  misses({ scan, fields }: WitnessEvent): readonly WitnessEvent[] {
    const lists = this.names.map((name) => {
      const value = fields[name];
      const others = this.named.get(name) ?? [];
      return nearMisses(value, others, this.facts(name)).map((miss): WitnessEvent => {
        const { [name]: _, ...rest } = fields;
        return {
          scan,
          note: `${name}: ${miss.note}`,
          changed: name,
          fields: miss.value === undefined ? rest : { ...rest, [name]: miss.value },
        };
      });
    });
    // Round robin, so that a limit cuts no field off.
    const longest = Math.max(0, ...lists.map(({ length }) => length));
    return Array.from({ length: longest }, (_, index) =>
      lists.flatMap((list) => {
        const miss = list[index];
        return miss === undefined ? [] : [miss];
      }),
    ).flat();
  }

  /** The event with another value in each field that is to change, where the tests let it pass. */
  varied({ scan, fields }: WitnessEvent, index: number, what: Varied): WitnessEvent {
    const tested = new Set(
      this.demand.predicates
        .filter((each) => each.kind !== "is-present")
        .flatMap((each) => [...fieldsOf(each)]),
    );
    const keys = new Set((this.demand.keys ?? []).flatMap((each) => [...fieldsOf(each)]));
    const counted = new Set(this.demand.varying.flatMap((each) => [...fieldsOf(each)]));
    const changes = (name: string) => !keys.has(name) && (what === "values" || counted.has(name));
    const passed = this.passed(fields);
    let changed: Record<string, EventValue> = { ...fields };
    for (const [name, value] of Object.entries(fields)) {
      if (!changes(name) || value === undefined || value === null || typeof value === "object") continue;
      const options = variations(value, index, this.facts(name));
      for (const option of tested.has(name) ? options : options.slice(0, 1)) {
        const tried = { ...changed, [name]: option };
        if (tested.has(name) && this.passed(tried) < passed) continue;
        changed = tried;
        break;
      }
    }
    return { scan, note: `variation ${String(index)}`, fields: changed };
  }

  /** The event with far greater numbers and far longer texts, where the tests let it pass. */
  apart({ scan, fields }: WitnessEvent): WitnessEvent {
    const passed = this.passed(fields);
    let changed: Record<string, EventValue> = { ...fields };
    for (const [name, value] of Object.entries(fields)) {
      const known = this.facts(name);
      if (value === undefined || value === null || typeof value === "object" || known?.values !== undefined)
        continue;
      const isNumber = typeof value === "number" || known?.type === "number";
      if (!isNumber && known !== undefined && known.type !== "text") continue;
      const tried = {
        ...changed,
        [name]: isNumber ? Number(value) * 1000 : `${String(value)}${"w".repeat(200)}`,
      };
      if (this.passed(tried) >= passed) changed = tried;
    }
    return { scan, note: "apart", fields: changed };
  }

  private guess(shared: ReadonlyMap<string, EventValue>): Record<string, EventValue> {
    const wishes: Wishes = new Map();
    for (const predicate of this.demand.predicates) addWishes(predicate, true, wishes, this.random);
    for (const { link, expression } of this.demand.links) {
      const value = shared.get(link);
      if (expression.kind === "field" && (typeof value === "string" || typeof value === "number"))
        wishFor(wishes, expression.name, { kind: "value", value });
    }
    const fields: Record<string, EventValue> = {};
    for (const name of this.names) {
      const value = valueFor(name, wishes.get(name) ?? [], this.facts(name), this.random);
      if (value !== undefined) fields[name] = value;
    }
    return fields;
  }

  private facts(name: string): FieldFacts | undefined {
    const { source } = this.demand.scan;
    const log = source.kind === "log" ? this.options.catalog.sources.get(source.id) : undefined;
    return log && fieldOf(log, unqualified(log, name));
  }
}

/** Values of the same kind, each of them another one for each index. */
function variations(value: Single, index: number, facts: FieldFacts | undefined): readonly Single[] {
  const known = facts?.values ?? [];
  if (known.length > 0) return [known[index % known.length] ?? value];
  if (facts?.type === "ip") return [`203.0.${String(Math.floor(index / 250))}.${String(1 + (index % 250))}`];
  if (typeof value === "number") return [value + index];
  if (typeof value === "boolean") return [value];
  // A number has one spelling: `03` is no other value than `3`.
  if (value.trim() !== "" && !Number.isNaN(Number(value))) return [String(Number(value) + index)];
  return [`${value}${String(index)}`, `${String(index)}${value}`];
}

/** The values that tests name for a field: literals, and a text that each pattern matches. */
function valuesNamed(
  predicates: readonly ScalarExpression[],
  random: Random,
): ReadonlyMap<string, readonly Single[]> {
  const named = new Map<string, Set<Single>>();
  const add = (expression: ScalarExpression, value: Single): void => {
    for (const name of fieldsOf(expression)) named.set(name, (named.get(name) ?? new Set()).add(value));
  };
  for (const predicate of predicates)
    walkExpression(predicate, (part) => {
      if (part.kind === "compare" && part.right.kind === "literal" && part.right.value !== null)
        add(part.left, part.right.value);
      if (part.kind === "compare" && part.left.kind === "literal" && part.left.value !== null)
        add(part.right, part.left.value);
      if (part.kind === "one-of")
        for (const { value } of part.options) if (value !== null) add(part.value, value);
      if (part.kind === "match") {
        const sample = samplePattern(part.pattern, random);
        if (sample !== undefined) add(part.value, sample.text);
      }
    });
  return new Map([...named].map(([name, values]) => [name, [...values].slice(0, 40)]));
}
