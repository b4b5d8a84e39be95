import { evaluateDiagnostics } from "../../diagnostics/codes/evaluate.js";
import type { Continuous } from "../../plan/reshape.js";
import type { Span } from "../../source/source-text.js";
import type { EvaluationContext } from "../context.js";
import { bucketAt, bucketIndex } from "../time/buckets.js";
import { resolveTime } from "../time/relative-time.js";
import { oneNumber, type MutableRow } from "../value.js";
import { Collector, drain, type Sink } from "./operator.js";

/** More rows than this are cut off in Splunk ("limits.conf", `maxresultrows`). */
const mostRows = 50_000;

/**
 * The gaps of "timechart": a row for every span of time, those without events included, from the earliest time of the
 * search to its latest one (`fixedrange`), or from the first event to the last. Only the first and the last span can be
 * cut by the range; `partial=f` leaves them out.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Timechart
 */
export function continuousSink(form: Continuous, span: Span, context: EvaluationContext, output: Sink): Sink {
  return new ContinuousRows(form, span, context, output);
}

interface Bounds {
  readonly first: number;
  readonly last: number;
  /** The buckets that are left out because the range cuts them. */
  readonly cut: readonly number[];
}

class ContinuousRows extends Collector {
  constructor(
    private readonly form: Continuous,
    private readonly span: Span,
    private readonly context: EvaluationContext,
    private readonly output: Sink,
  ) {
    super();
  }

  end(): void {
    drain(this.filled(), this.output);
  }

  private filled(): readonly MutableRow[] {
    const { size, unit } = this.form;
    const byIndex = new Map<number, MutableRow[]>();
    for (const row of this.rows) {
      const index = this.indexOf(row);
      if (index === undefined) return this.cannot("a row has no time", this.rows);
      byIndex.set(index, [...(byIndex.get(index) ?? []), row]);
    }
    // No page says whether there are spans of time where there is no event at all.
    if (byIndex.size === 0) return this.cannot("no event came, so that it has only empty spans of time", []);
    const bounds = this.bounds([...byIndex.keys()]);
    if (bounds === undefined) return this.rows;
    if (bounds.last - bounds.first >= mostRows)
      return this.cannot(`its time range has more than ${String(mostRows)} spans`, this.rows);
    for (let index = bounds.first; index <= bounds.last; index++)
      if (!byIndex.has(index)) byIndex.set(index, [this.emptyRow(bucketAt(index, size, unit))]);
    for (const index of bounds.cut) byIndex.delete(index);
    return [...byIndex].sort(([left], [right]) => left - right).flatMap(([, rows]) => rows);
  }

  private indexOf(row: MutableRow): number | undefined {
    const moment = oneNumber(row.get(this.form.column) ?? null);
    return moment === undefined ? undefined : bucketIndex(moment, this.form.size, this.form.unit);
  }

  private bounds(indexes: readonly number[]): Bounds | undefined {
    const { range, size, unit, keepCut } = this.form;
    if (range === undefined)
      return {
        first: indexes.reduce((least, index) => Math.min(least, index)),
        last: indexes.reduce((most, index) => Math.max(most, index)),
        cut: [],
      };
    const earliest = this.resolve(range.earliest);
    const latest = this.resolve(range.latest);
    if (earliest === undefined || latest === undefined) return undefined;
    const first = bucketIndex(earliest, size, unit);
    const end = bucketIndex(latest, size, unit);
    // The latest time itself is outside of the range.
    const isCut = bucketAt(end, size, unit) < latest;
    const cut = [...(bucketAt(first, size, unit) < earliest ? [first] : []), ...(isCut ? [end] : [])];
    return { first, last: isCut ? end : end - 1, cut: keepCut ? [] : cut };
  }

  private resolve(text: string): number | undefined {
    const moment = resolveTime(text, this.context.now);
    if (moment === undefined)
      this.context.report(evaluateDiagnostics["time-not-readable"](this.span, { text }));
    return moment;
  }

  private emptyRow(time: number): MutableRow {
    const row: MutableRow = new Map([[this.form.column, time]]);
    for (const { column, value } of this.form.empty) row.set(column, value);
    return row;
  }

  private cannot(reason: string, rows: readonly MutableRow[]): readonly MutableRow[] {
    this.context.report(evaluateDiagnostics["not-computable"](this.span, { construct: "timechart", reason }));
    return rows;
  }
}
