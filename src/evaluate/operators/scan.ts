import { evaluateDiagnostics } from "../../diagnostics/codes/evaluate.js";
import type { Scan } from "../../plan/plan.js";
import { timeOf } from "../aggregates/index.js";
import type { EvaluationContext } from "../context.js";
import { resolveTime } from "../time/relative-time.js";
import type { Predicate } from "../expression.js";
import { EventView, rowOfEvent, type Event, type MutableRow } from "../value.js";
import { Collector, drain, type Sink } from "./operator.js";

/** Feeds the events of a scan to its sink. */
export interface ScanFeed {
  readonly scan: Scan;
  /** False when no more events are wanted. */
  push(event: Event): boolean;
  end(): void;
}

/** The rows that a scan has by itself (a lookup table, `makeresults`); `undefined` for a log source. */
export function ownRows(
  { source, span }: Scan,
  context: EvaluationContext,
): readonly MutableRow[] | undefined {
  switch (source.kind) {
    case "log":
      return undefined;
    case "rows":
      return Array.from({ length: source.count }, () => new Map([["_time", context.now]]));
    case "lookup": {
      const table = context.lookups.get(source.table);
      if (table === undefined)
        context.report(evaluateDiagnostics["unknown-lookup"](span, { table: source.table }));
      return table?.rows.map((row) => new Map(row)) ?? [];
    }
  }
}

/** Turns the events of a scan into rows: those within its time range that pass the filters right above it. */
export function scanFeed(
  scan: Scan,
  filters: readonly Predicate[],
  context: EvaluationContext,
  output: Sink,
): ScanFeed {
  const tests = [...rangeTests(scan, context), ...filters];
  const view = new EventView();
  return {
    scan,
    push: (event) => {
      view.show(event);
      for (const test of tests) if (test(view) !== true) return true;
      return output.push(rowOfEvent(event));
    },
    end: () => output.end(),
  };
}

/**
 * Hands rows on as a search gives them: newest first, those without a time last, those of one time in the order they
 * came. Keeps all rows until the end.
 */
export class NewestFirst extends Collector {
  constructor(private readonly output: Sink) {
    super();
  }
  end(): void {
    const timed = this.rows.map((row) => ({ row, time: timeOf(row) ?? -Number.MAX_VALUE }));
    timed.sort((left, right) => right.time - left.time);
    drain(
      timed.map(({ row }) => row),
      this.output,
    );
  }
}

/** `earliest` is included, `latest` is not; an event without a time is in every range. */
function rangeTests({ time }: Scan, context: EvaluationContext): readonly Predicate[] {
  const limit = (text: string | undefined, otherwise: number): number => {
    if (text === undefined || time === undefined) return otherwise;
    const resolved = resolveTime(text, context.now);
    if (resolved === undefined) context.report(evaluateDiagnostics["time-not-readable"](time.span, { text }));
    return resolved ?? otherwise;
  };
  const earliest = limit(time?.earliest, -Infinity);
  const latest = limit(time?.latest, Infinity);
  if (earliest === -Infinity && latest === Infinity) return [];
  return [
    (row) => {
      const moment = timeOf(row);
      return moment === undefined || (moment >= earliest && moment < latest);
    },
  ];
}
