import type { Window, WindowFrame } from "../../plan/plan.js";
import {
  compileAggregate,
  timeOf,
  type Accumulator,
  type CompiledAggregate,
  type Sample,
} from "../aggregates/index.js";
import type { EvaluationContext } from "../context.js";
import { compilePredicate } from "../expression.js";
import type { MutableRow } from "../value.js";
import { accumulate, setResults } from "./aggregate.js";
import { compileKeys, tupleId } from "./keys.js";
import { Collector, type Sink } from "./operator.js";

type RunningFrame = Extract<WindowFrame, { kind: "running" }>;

export function windowSink(plan: Window, context: EvaluationContext, output: Sink): Sink {
  return plan.frame.kind === "group"
    ? new GroupWindow(plan, context, output)
    : new RunningWindow(plan, plan.frame, context, output);
}

/** "eventstats": every row gets the results of its group; a row that lacks a key stays without them. */
class GroupWindow extends Collector {
  private readonly aggregates: readonly CompiledAggregate[];
  private readonly tuplesOf: ReturnType<typeof compileKeys>;

  constructor(
    plan: Window,
    context: EvaluationContext,
    private readonly output: Sink,
  ) {
    super();
    this.aggregates = plan.aggregates.map((aggregate) => compileAggregate(aggregate, context));
    this.tuplesOf = compileKeys(plan.keys, context);
  }

  end(): void {
    const groups = new Map<string, readonly Accumulator[]>();
    const groupOf = new Map<MutableRow, readonly Accumulator[]>();
    for (const row of this.rows)
      for (const tuple of this.tuplesOf(row)) {
        const id = tupleId(tuple);
        const group = groups.get(id) ?? this.aggregates.map((aggregate) => aggregate.create());
        groups.set(id, group);
        accumulate(row, this.aggregates, group);
        // A row with several values of a key shows the group of the first one; no page says which.
        if (!groupOf.has(row)) groupOf.set(row, group);
      }
    for (const row of this.rows) {
      const group = groupOf.get(row);
      if (group !== undefined) setResults(row, this.aggregates, group);
      if (!this.output.push(row)) break;
    }
    this.output.end();
  }
}

interface Remembered {
  readonly group: string;
  readonly time: number | undefined;
  readonly samples: readonly (Sample | undefined)[];
}

/** "streamstats": every row gets the results over the rows up to it. */
class RunningWindow implements Sink {
  private readonly aggregates: readonly CompiledAggregate[];
  private readonly tuplesOf: ReturnType<typeof compileKeys>;
  private readonly resetBefore: ((row: MutableRow) => boolean | null) | undefined;
  private readonly resetAfter: ((row: MutableRow) => boolean | null) | undefined;
  private readonly bounded: boolean;
  /** All rows so far, summed up by group; used without a bound. */
  private readonly totals = new Map<string, readonly Accumulator[]>();
  /** The rows a bound may still need. */
  private remembered: Remembered[] = [];
  private previousGroup: string | undefined;

  constructor(
    plan: Window,
    private readonly frame: RunningFrame,
    context: EvaluationContext,
    private readonly output: Sink,
  ) {
    this.aggregates = plan.aggregates.map((aggregate) => compileAggregate(aggregate, context));
    this.tuplesOf = compileKeys(plan.keys, context);
    this.bounded = (frame.rows ?? 0) > 0 || frame.seconds !== undefined;
    const { resetBefore, resetAfter } = frame;
    this.resetBefore = resetBefore === undefined ? undefined : compilePredicate(resetBefore, context);
    this.resetAfter = resetAfter === undefined ? undefined : compilePredicate(resetAfter, context);
  }

  push(row: MutableRow): boolean {
    const [tuple] = this.tuplesOf(row);
    // A row that lacks a key takes no part, and causes no reset ("streamstats").
    if (tuple === undefined) return this.output.push(row);
    const group = tupleId(tuple);
    if (this.resetBefore?.(row) === true) this.reset();
    if (this.frame.resetOnChange && this.previousGroup !== undefined && this.previousGroup !== group)
      this.reset();
    this.previousGroup = group;

    const samples = this.aggregates.map((aggregate) => aggregate.sample(row));
    const current: Remembered = { group, time: timeOf(row), samples };
    if (this.bounded) this.overWindow(row, current);
    else this.overAll(row, current);
    if (this.resetAfter?.(row) === true) this.reset();
    return this.output.push(row);
  }

  end(): void {
    this.output.end();
  }

  private reset(): void {
    this.totals.clear();
    this.remembered = [];
  }

  private overAll(row: MutableRow, current: Remembered): void {
    const accumulators =
      this.totals.get(current.group) ?? this.aggregates.map((aggregate) => aggregate.create());
    this.totals.set(current.group, accumulators);
    if (this.frame.includeCurrent) add(accumulators, current);
    setResults(row, this.aggregates, accumulators);
    if (!this.frame.includeCurrent) add(accumulators, current);
  }

  private overWindow(row: MutableRow, current: Remembered): void {
    const { includeCurrent, rows = 0, seconds, global } = this.frame;
    const candidates = includeCurrent ? [...this.remembered, current] : this.remembered;
    // A window over all groups counts rows of any group, and sums up those of the row's own.
    const counted = global ? candidates : candidates.filter(({ group }) => group === current.group);
    const last = rows > 0 ? counted.slice(-rows) : counted;
    const accumulators = this.aggregates.map((aggregate) => aggregate.create());
    for (const entry of last)
      if (entry.group === current.group && isWithin(entry, current, seconds)) add(accumulators, entry);
    setResults(row, this.aggregates, accumulators);
    this.remembered.push(current);
    this.forget(current, rows, seconds, global);
  }

  /** Drops what no later row can need. */
  private forget(current: Remembered, rows: number, seconds: number | undefined, global: boolean): void {
    if (rows > 0 && global && this.remembered.length > rows)
      this.remembered.splice(0, this.remembered.length - rows);
    else if (rows > 0 && !global) {
      const own = this.remembered.filter(({ group }) => group === current.group);
      const oldest = own.length > rows ? own[0] : undefined;
      if (oldest !== undefined) this.remembered.splice(this.remembered.indexOf(oldest), 1);
    } else if (seconds !== undefined)
      this.remembered = this.remembered.filter((entry) => isWithin(entry, current, seconds));
  }
}

function isWithin(entry: Remembered, current: Remembered, seconds: number | undefined): boolean {
  if (seconds === undefined) return true;
  if (entry.time === undefined || current.time === undefined) return entry === current;
  return Math.abs(entry.time - current.time) < seconds;
}

function add(accumulators: readonly Accumulator[], { samples }: Remembered): void {
  for (const [index, sample] of samples.entries()) if (sample !== undefined) accumulators[index]?.add(sample);
}
