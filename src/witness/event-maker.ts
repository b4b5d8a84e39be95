import { EvaluationContext } from "../evaluate/context.js";
import { compilePredicate, type Predicate } from "../evaluate/expression.js";
import { rowOfEvent, type Event, type EventValue, type Single } from "../evaluate/value.js";
import { fieldsOf } from "../plan/expression-visitor.js";
import { fieldOf, unqualified, type LogSource } from "../plan/log-source.js";
import type { Scan } from "../plan/plan.js";
import type { Demand } from "./demand.js";
import { Implications } from "./implications.js";
import { nearMisses } from "./near-misses.js";
import type { Random } from "./random.js";
import { valueFor, type FieldFacts } from "./value-for.js";
import { valuesNamed } from "./values-named.js";
import { variations } from "./variations.js";
import { addWishes } from "./wishes-of.js";
import { wishFor, type Wishes } from "./wish.js";
import type { WitnessEvent, WitnessOptions } from "./witness-event.js";

/** How often an event is guessed, and how often one test of the best is mended. */
const attempts = 40;
const repairs = 60;

/** What of an event varies: all that is no key, or what a test counts the values of. */
export type Varied = "values" | "counted";

/** Makes the events of one scan. */
export class EventMaker {
  private readonly tests: readonly Predicate[];
  private readonly names: readonly string[];
  private readonly named: ReadonlyMap<string, readonly Single[]>;
  private readonly implications: Implications;

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
    this.implications = new Implications(this.log, this.names, demand.scan.span, context);
  }

  private get log(): LogSource | undefined {
    const { source } = this.demand.scan;
    return source.kind === "log" ? this.options.catalog.sources.get(source.id) : undefined;
  }

  get scan(): Scan {
    return this.demand.scan;
  }

  /** An event that the tests let pass, or the one of several tries that most of them let pass. */
  passing(shared: Map<string, EventValue>): WitnessEvent {
    let best: { readonly fields: Readonly<Record<string, EventValue>>; readonly passed: number } | undefined;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const fields = this.possible(this.guess(shared));
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
      const fields = this.possible({ ...best.fields, ...Object.fromEntries(changed) });
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
      const misses = nearMisses(value, others, this.facts(name)).map((miss): WitnessEvent => {
        const { [name]: _, ...rest } = fields;
        return {
          scan,
          note: `${name}: ${miss.note}`,
          changed: name,
          fields: miss.value === undefined ? rest : { ...rest, [name]: miss.value },
        };
      });
      return misses.filter((miss) => this.implications.broken(miss.fields).length === 0);
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
        if (this.implications.broken(tried).length > 0) continue;
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
      if (this.passed(tried) >= passed && this.implications.broken(tried).length === 0) changed = tried;
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

  /** The event with what all events of its kind have. */
  private possible(fields: Event): Record<string, EventValue> {
    const filled: Record<string, EventValue> = { ...fields };
    for (const { name, set } of this.implications.broken(fields)) {
      const [only] = set.kind === "in" ? set.values : [];
      filled[name] = only ?? valueFor(name, [], this.facts(name), this.random);
    }
    return filled;
  }

  private facts(name: string): FieldFacts | undefined {
    const log = this.log;
    return log && fieldOf(log, unqualified(log, name));
  }
}
