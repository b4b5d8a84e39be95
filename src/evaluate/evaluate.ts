import type { ScalarExpression } from "../plan/expression.js";
import type { Filter, LogicalPlan, Scan } from "../plan/plan.js";
import { EvaluationContext, type EvaluationOptions } from "./context.js";
import { compilePredicate } from "./expression.js";
import { aggregateSink } from "./operators/aggregate.js";
import { eachFieldSink } from "./operators/each-field.js";
import { joinSinks } from "./operators/join.js";
import { lookupSink } from "./operators/lookup.js";
import { drain, type Sink } from "./operators/operator.js";
import { distinctSink, sortSink } from "./operators/order.js";
import {
  extendSink,
  filterSink,
  limitSink,
  projectSink,
  renameSink,
  unnestSink,
} from "./operators/per-row.js";
import { reshapeSink } from "./operators/reshape.js";
import { NewestFirst, ownRows, scanFeed, type ScanFeed } from "./operators/scan.js";
import { transactionSink } from "./operators/transaction.js";
import { unionSinks } from "./operators/union.js";
import { windowSink } from "./operators/window.js";
import { needsOrder, setsOrder } from "./order-sensitivity.js";
import type { Event, Row } from "./value.js";

export type { EvaluationOptions, GeoLocation } from "./context.js";
export type { Event, EventValue, Row, Single, Value } from "./value.js";

/** A plan that is running: events go in one by one, rows come out as soon as they are known. */
export interface Evaluation {
  /** Offers an event to every scan of a log source, or what `view` makes of it for a scan; `undefined`: nothing. */
  push(event: Event, view?: (scan: Scan) => Event | undefined): void;
  /** True when no more events can change the result. */
  readonly done: boolean;
  /** No more events come: what waited for the last one comes out. Has to be called once. */
  finish(): void;
}

export interface EvaluateOptions extends EvaluationOptions {
  /** The events of one scan, where not every scan sees all events. */
  readonly sources?: (scan: Scan) => Iterable<Event>;
}

/**
 * Starts a plan. Events may come in any order: a search sees the newest first, which is made so where a step depends
 * on it (`dedup`, `head`, `first`, `streamstats` …), and only there are the events kept.
 */
export function startEvaluation(
  plan: LogicalPlan,
  options: EvaluationOptions,
  emit: (row: Row) => void,
): Evaluation {
  const builder = new Builder(new EvaluationContext(options));
  builder.build(plan, false, {
    push: (row) => {
      emit(row);
      return true;
    },
    end: () => undefined,
  });
  const live = new Set(builder.feeds);
  return {
    push: (event, view) => {
      for (const feed of live) {
        const seen = view === undefined ? event : view(feed.scan);
        if (seen !== undefined && !feed.push(seen)) live.delete(feed);
      }
    },
    get done() {
      return live.size === 0;
    },
    finish: () => {
      for (const feed of builder.feeds) feed.end();
      for (const start of builder.starts) start();
    },
  };
}

/**
 * Runs a plan over events and gives its rows, in the order of the search where the plan has one. Problems (a pattern
 * that cannot run, a lookup without rows) go to `options.report`.
 */
export function* evaluate(
  plan: LogicalPlan,
  events: Iterable<Event>,
  options: EvaluateOptions,
): Generator<Row> {
  let ready: Row[] = [];
  const evaluation = startEvaluation(plan, options, (row) => ready.push(row));
  const taken = function* (): Generator<Row> {
    const rows = ready;
    ready = [];
    yield* rows;
  };
  const { sources } = options;
  if (sources === undefined)
    for (const event of events) {
      evaluation.push(event);
      if (ready.length > 0) yield* taken();
      if (evaluation.done) break;
    }
  else
    for (const scan of logScans(plan))
      for (const event of sources(scan)) {
        evaluation.push(event, (candidate) => (candidate === scan ? event : undefined));
        if (ready.length > 0) yield* taken();
      }
  evaluation.finish();
  yield* taken();
}

function logScans(plan: LogicalPlan): readonly Scan[] {
  const builder: Scan[] = [];
  const visit = (step: LogicalPlan): void => {
    if (step.kind === "scan") {
      if (step.source.kind === "log") builder.push(step);
    } else if (step.kind === "union") step.inputs.forEach(visit);
    else {
      visit(step.input);
      if (step.kind === "join") visit(step.right);
    }
  };
  visit(plan);
  return builder;
}

function isFilteredLog(plan: LogicalPlan): boolean {
  return plan.kind === "filter"
    ? isFilteredLog(plan.input)
    : plan.kind === "scan" && plan.source.kind === "log";
}

/** The scan below filters, and their predicates from the first one on. */
function filtersOver(plan: Filter): {
  readonly scan: Scan;
  readonly predicates: readonly ScalarExpression[];
} {
  const { input, predicate } = plan;
  if (input.kind === "scan") return { scan: input, predicates: [predicate] };
  if (input.kind !== "filter") throw new Error("a step other than a filter lies over the scan");
  const { scan, predicates } = filtersOver(input);
  return { scan, predicates: [...predicates, predicate] };
}

class Builder {
  readonly feeds: ScanFeed[] = [];
  /** Hands out the rows of scans that need no events. */
  readonly starts: (() => void)[] = [];

  constructor(private readonly context: EvaluationContext) {}

  /** Builds a step and what is below it, so that its rows go to the output. */
  build(plan: LogicalPlan, ordered: boolean, output: Sink): void {
    const { context } = this;
    // The events are put in order behind the filters: what they drop need not be kept.
    if (ordered && isFilteredLog(plan)) return this.build(plan, false, new NewestFirst(output));
    const below = needsOrder(plan) || (ordered && !setsOrder(plan));
    switch (plan.kind) {
      case "scan": {
        const rows = ownRows(plan, context);
        if (rows === undefined) this.feeds.push(scanFeed(plan, [], context, output));
        else this.starts.push(() => drain(rows, output));
        return;
      }
      case "filter": {
        if (!isFilteredLog(plan)) return this.build(plan.input, below, filterSink(plan, context, output));
        const { scan, predicates } = filtersOver(plan);
        const tests = predicates.map((predicate) => compilePredicate(predicate, context));
        this.feeds.push(scanFeed(scan, tests, context, output));
        return;
      }
      case "extend":
        return this.build(plan.input, below, extendSink(plan, context, output));
      case "each-field":
        return this.build(plan.input, below, eachFieldSink(plan, context, output));
      case "transaction":
        return this.build(plan.input, below, transactionSink(plan, context, output));
      case "project":
        return this.build(plan.input, below, projectSink(plan, output));
      case "rename":
        return this.build(plan.input, below, renameSink(plan, output));
      case "aggregate":
        return this.build(plan.input, below, aggregateSink(plan, context, output));
      case "window":
        return this.build(plan.input, below, windowSink(plan, context, output));
      case "sort":
        // Rows that tie keep the order of the input.
        return this.build(plan.input, below, sortSink(plan, output));
      case "limit":
        return this.build(plan.input, below, limitSink(plan, output));
      case "distinct":
        return this.build(plan.input, below, distinctSink(plan, output));
      case "unnest":
        return this.build(plan.input, below, unnestSink(plan, output));
      case "lookup":
        return this.build(plan.input, below, lookupSink(plan, context, output));
      case "reshape":
        return this.build(plan.input, below, reshapeSink(plan, context, output));
      case "join": {
        const { left, right } = joinSinks(plan, output);
        this.build(plan.right, needsOrder(plan), right);
        this.build(plan.input, ordered, left);
        return;
      }
      case "union": {
        const sinks = unionSinks(plan.inputs.length, ordered, output);
        for (const [index, input] of plan.inputs.entries()) {
          const sink = sinks[index];
          if (sink !== undefined) this.build(input, ordered, sink);
        }
        return;
      }
    }
  }
}
