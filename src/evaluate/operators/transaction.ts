import { evaluateDiagnostics } from "../../diagnostics/codes/evaluate.js";
import type { Transaction } from "../../plan/plan.js";
import { timeOf } from "../aggregates/index.js";
import type { EvaluationContext } from "../context.js";
import { compilePredicate, type Predicate } from "../expression.js";
import {
  compareText,
  singlesOf,
  textOf,
  valueOf,
  type MutableRow,
  type Single,
  type Value,
} from "../value.js";
import { valuesId } from "./keys.js";
import { drain, type Sink } from "./operator.js";

/**
 * "transaction": joins rows that belong together into one, newest row first. The rules, as the page states them:
 * - rows are grouped by the values of the keys; with several keys a row that has only some of them joins the group that
 *   it does not contradict;
 * - `maxspan` is a length that the rows have to stay below, `maxpause` and `maxevents` are the most there may be, and a
 *   row that goes beyond begins another group;
 * - rows are seen in reverse time order, so that a row which satisfies `startswith` closes its group;
 * - the group has the raw text of all, the time of the earliest, and of every other field the different values.
 *
 * Where several rows could end or start a group the nearest do ("Search for transactions": `match=closest` is the only
 * way there is). What the pages leave open is reported instead of guessed: a row without any of the keys, one that fits
 * several groups, one that both starts and ends a group, and rows in another order.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Transaction
 */
export function transactionSink(plan: Transaction, context: EvaluationContext, output: Sink): Sink {
  return new Transactions(plan, context, output);
}

interface Group {
  /** The newest first. */
  readonly rows: MutableRow[];
  /** The text of each key that a row of the group has. */
  readonly keys: Map<string, string>;
  readonly newest: number;
  earliest: number;
}

interface Arrival {
  readonly row: MutableRow;
  readonly time: number;
  readonly keys: ReadonlyMap<string, string>;
  readonly isStart: boolean;
}

class Transactions implements Sink {
  private readonly starts: Predicate | undefined;
  private readonly ends: Predicate | undefined;
  /** Groups that have all keys, by their values; a row that has them all too finds its group without a search. */
  private readonly whole = new Map<string, Group>();
  private readonly partial = new Set<Group>();
  private readonly done: { readonly row: MutableRow; readonly time: number }[] = [];
  private before = Infinity;

  constructor(
    private readonly plan: Transaction,
    private readonly context: EvaluationContext,
    private readonly output: Sink,
  ) {
    const compiled = (test: Transaction["starts"]): Predicate | undefined =>
      test === undefined ? undefined : compilePredicate(test, context);
    this.starts = compiled(plan.starts);
    this.ends = compiled(plan.ends);
  }

  push(row: MutableRow): boolean {
    const time = timeOf(row);
    if (time === undefined) return this.leaveOut("a row has no `_time`");
    if (time > this.before)
      return this.leaveOut("its rows have to come newest first, as `sort - _time` puts them");
    this.before = time;
    const keys = this.keysOf(row);
    if (keys.size === 0 && this.plan.keys.length > 0)
      return this.leaveOut("a row has none of the fields that it groups by");

    const isStart = this.starts?.(row) === true;
    const isEnd = this.ends?.(row) === true;
    if (isStart && isEnd) return this.leaveOut("a row satisfies both `startswith` and `endswith`");
    const found = this.find(keys);
    const group = found === undefined || this.fits(found, time) ? found : this.close(found);
    if (group !== undefined && !isEnd) this.add(group, { row, time, keys, isStart });
    else {
      // Without the row that ends it there is no group; one that was waiting for its start is nearer to none.
      if (group !== undefined) this.remove(group);
      if (this.ends !== undefined && !isEnd) return true;
      this.add({ rows: [], keys: new Map(), newest: time, earliest: time }, { row, time, keys, isStart });
    }
    return true;
  }

  end(): void {
    const open = [...this.whole.values(), ...this.partial];
    if (this.starts === undefined || this.plan.keepOpen)
      for (const group of open) this.finish(group, this.starts === undefined ? undefined : 0);
    // No page says in which order the groups come; the newest first is that of a search.
    this.done.sort((left, right) => right.time - left.time);
    drain(
      this.done.map(({ row }) => row),
      this.output,
    );
  }

  private leaveOut(reason: string): true {
    this.context.report(
      evaluateDiagnostics["not-computable"](this.plan.span, { construct: "transaction", reason }),
    );
    return true;
  }

  private keysOf(row: MutableRow): ReadonlyMap<string, string> {
    const keys = new Map<string, string>();
    for (const name of this.plan.keys) {
      const value = row.get(name) ?? null;
      if (value !== null) keys.set(name, valuesId([value]));
    }
    return keys;
  }

  /** The open group that a row belongs to. */
  private find(keys: ReadonlyMap<string, string>): Group | undefined {
    const isWhole = keys.size === this.plan.keys.length;
    const same = isWhole ? this.whole.get(idOf(keys)) : undefined;
    const others = isWhole ? this.partial : [...this.whole.values(), ...this.partial];
    const found = same === undefined ? [] : [same];
    for (const group of others) if (this.agree(group, keys)) found.push(group);
    if (found.length > 1) this.leaveOut("a row fits several groups");
    return found.reduce<Group | undefined>(
      (nearest, group) => (nearest === undefined || group.earliest < nearest.earliest ? group : nearest),
      undefined,
    );
  }

  private agree(group: Group, keys: ReadonlyMap<string, string>): boolean {
    const shared = [...keys].filter(([name]) => group.keys.has(name));
    return (
      shared.every(([name, text]) => group.keys.get(name) === text) &&
      (shared.length > 0 || !this.plan.connected)
    );
  }

  /** Whether a group stays within its limits with one more row. */
  private fits(group: Group, time: number): boolean {
    const { maxSpan, maxPause } = this.plan;
    return (
      (maxSpan === undefined || group.newest - time < maxSpan) &&
      (maxPause === undefined || group.earliest - time <= maxPause)
    );
  }

  private add(group: Group, { row, time, keys, isStart }: Arrival): void {
    this.remove(group);
    group.rows.push(row);
    group.earliest = time;
    for (const [name, text] of keys) group.keys.set(name, text);
    if (group.keys.size === this.plan.keys.length) this.whole.set(this.idOfGroup(group), group);
    else this.partial.add(group);
    if (isStart || group.rows.length >= this.plan.maxRows) this.close(group);
  }

  private remove(group: Group): void {
    if (!this.partial.delete(group) && this.whole.get(this.idOfGroup(group)) === group)
      this.whole.delete(this.idOfGroup(group));
  }

  /** The values of the keys in the order of the keys, since a group gets them in any. */
  private idOfGroup({ keys }: Group): string {
    return idOf(new Map(this.plan.keys.flatMap((name) => [[name, keys.get(name) ?? ""] as const])));
  }

  private close(group: Group): undefined {
    this.remove(group);
    this.finish(group, this.starts === undefined ? undefined : 1);
    return undefined;
  }

  private finish(group: Group, closed: 0 | 1 | undefined): void {
    const row = this.merged([...group.rows].reverse());
    row.set("duration", Math.round((group.newest - group.earliest) * 1e6) / 1e6);
    row.set("eventcount", group.rows.length);
    if (closed !== undefined) row.set("closed_txn", closed);
    this.done.push({ row, time: group.earliest });
  }

  /** The columns of the rows of a group, the earliest row first. */
  private merged(rows: readonly MutableRow[]): MutableRow {
    const row: MutableRow = new Map();
    for (const name of new Set(rows.flatMap((each) => [...each.keys()]))) {
      const values = rows.map((each): Value => each.get(name) ?? null);
      row.set(name, this.mergedColumn(name, values));
    }
    return row;
  }

  private mergedColumn(name: string, values: readonly Value[]): Value {
    const { lists, missingText } = this.plan;
    if (name === "_raw") return values.flatMap(singlesOf).map(textOf).join("\n");
    if (name === "_time" || name.startsWith("date_")) return values[0] ?? null;
    if (lists === "all" || lists.includes(name))
      return valueOf(values.flatMap((value) => (value === null ? [missingText] : singlesOf(value))));
    return valueOf(distinct(values.flatMap(singlesOf)));
  }
}

function idOf(keys: ReadonlyMap<string, string>): string {
  return JSON.stringify([...keys.values()]);
}

/** The different values, in the order of their texts. */
function distinct(singles: readonly Single[]): readonly Single[] {
  const byText = new Map<string, Single>();
  for (const single of singles) if (!byText.has(textOf(single))) byText.set(textOf(single), single);
  return [...byText].sort(([left], [right]) => compareText(left, right)).map(([, single]) => single);
}
