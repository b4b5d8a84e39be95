import type { SeriesChoice } from "../../plan/reshape.js";
import { aggregateOf } from "../aggregates/index.js";
import { compareText, numberOf, singlesOf, textOf, type MutableRow, type Single } from "../value.js";

/** The rows of the input that have one name, each for a row of the table. */
export interface Series {
  readonly name: Single;
  readonly rows: ReadonlyMap<string, MutableRow>;
  /** Cells of it show a value although no row has it. */
  readonly hasGaps: boolean;
}

export type Chosen =
  | { readonly kept: readonly Series[]; readonly others: readonly Series[] }
  /** What keeps them from being chosen. */
  | { readonly problem: string };

/**
 * The names that get a column of their own. The score of a name is a sum over its cells unless `where` says otherwise;
 * names of one score come in their order as text.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Timechart
 */
export function chooseSeries(
  series: readonly Series[],
  { kept, score, missing }: SeriesChoice,
  hasMissing: boolean,
): Chosen {
  if (kept === undefined) return { kept: series, others: [] };
  // No page says whether the column of the rows without a name takes a place of its own.
  const places = series.length + (hasMissing ? 1 : 0);
  if (kept.kind === "rank" && !kept.negated && places <= kept.count) return { kept: series, others: [] };
  if (hasMissing)
    return {
      problem: `whether \`${missing?.name ?? ""}\` is ranked with the other columns is not documented`,
    };
  if (score === undefined)
    return { problem: "how the columns of several aggregates are ranked is not documented" };
  const scored: { readonly series: Series; readonly score: number }[] = [];
  for (const each of series) {
    // No page says whether a 0 that stands for nothing counts.
    if (each.hasGaps && (score.function === "minimum" || score.function === "average"))
      return { problem: `the column \`${textOf(each.name)}\` is ranked by cells without an event too` };
    const values = [...each.rows.values()].flatMap((row) => singlesOf(row.get(score.column) ?? null));
    if (values.some((value) => numberOf(value) === undefined))
      return { problem: "columns are ranked by values that are not all numbers" };
    const result = aggregateOf(score.function, values);
    if (typeof result !== "number")
      return { problem: `the column \`${textOf(each.name)}\` has no value to be ranked by` };
    scored.push({ series: each, score: result });
  }
  const isKept = kept.kind === "compare" ? passing(kept) : within(kept, scored);
  return {
    kept: scored.filter(isKept).map((each) => each.series),
    others: scored.filter((each) => !isKept(each)).map((each) => each.series),
  };
}

interface Scored {
  readonly series: Series;
  readonly score: number;
}

type Kept<Kind> = Extract<SeriesChoice["kept"], { readonly kind: Kind }>;

function passing({ operator, value }: Kept<"compare">): (each: Scored) => boolean {
  return operator === "<" ? ({ score }) => score < value : ({ score }) => score > value;
}

function within(
  { order, count, negated }: Kept<"rank">,
  scored: readonly Scored[],
): (each: Scored) => boolean {
  const sign = order === "top" ? -1 : 1;
  const ranked = [...scored].sort(
    (left, right) =>
      sign * (left.score - right.score) || compareText(textOf(left.series.name), textOf(right.series.name)),
  );
  const first = new Set(ranked.slice(0, count));
  return (each) => first.has(each) !== negated;
}
