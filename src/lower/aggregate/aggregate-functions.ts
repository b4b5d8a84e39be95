import type { AggregateFunction } from "../../plan/plan.js";

/** What an aggregate of SPL is in the plan. */
export interface AggregateMeaning {
  readonly function: AggregateFunction;
  /** A percentile: the name carries a number. */
  readonly percentile?: true;
}

/**
 * The aggregates of `stats` by every name they have. `upperperc`, `estdc_error`, `sparkline` and the `per_*` family
 * have no meaning that does not depend on the engine or on a chart; they are known and refused.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/CommonStatsFunctions
 */
export const aggregateFunctions: ReadonlyMap<string, AggregateMeaning> = new Map<string, AggregateMeaning>([
  ["count", { function: "count" }],
  ["c", { function: "count" }],
  ["dc", { function: "distinct-count" }],
  ["distinct_count", { function: "distinct-count" }],
  ["estdc", { function: "estimated-distinct-count" }],
  ["sum", { function: "sum" }],
  ["avg", { function: "average" }],
  ["mean", { function: "average" }],
  ["min", { function: "minimum" }],
  ["max", { function: "maximum" }],
  ["range", { function: "range" }],
  ["sumsq", { function: "sum-of-squares" }],
  ["stdev", { function: "standard-deviation" }],
  ["stdevp", { function: "population-standard-deviation" }],
  ["var", { function: "variance" }],
  ["varp", { function: "population-variance" }],
  ["median", { function: "median" }],
  ["mode", { function: "mode" }],
  ["perc", { function: "percentile", percentile: true }],
  ["p", { function: "percentile", percentile: true }],
  ["exactperc", { function: "percentile", percentile: true }],
  ["values", { function: "values" }],
  ["list", { function: "list" }],
  ["first", { function: "first" }],
  ["last", { function: "last" }],
  ["earliest", { function: "earliest" }],
  ["latest", { function: "latest" }],
  ["earliest_time", { function: "earliest-time" }],
  ["latest_time", { function: "latest-time" }],
  ["rate", { function: "rate" }],
]);

export const refusedAggregates: ReadonlySet<string> = new Set([
  "upperperc",
  "estdc_error",
  "sparkline",
  "per_second",
  "per_minute",
  "per_hour",
  "per_day",
  "rate_avg",
  "rate_sum",
]);
