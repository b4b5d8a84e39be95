import type { AggregateFunction, NamedAggregate } from "../plan/plan.js";
import { operandWords } from "./expression-words.js";

/** What an aggregate tells of the values of `{0}`. */
const sentences: Readonly<Record<AggregateFunction, string>> = {
  count: "the number of values of {0}",
  "distinct-count": "the number of different values of {0}",
  "estimated-distinct-count": "an estimate of the number of different values of {0}",
  sum: "the sum of {0}",
  average: "the average of {0}",
  minimum: "the least {0}",
  maximum: "the greatest {0}",
  range: "the difference of the greatest and the least {0}",
  "sum-of-squares": "the sum of the squares of {0}",
  "standard-deviation": "the standard deviation of {0} (of a sample)",
  "population-standard-deviation": "the standard deviation of {0} (of all)",
  variance: "the variance of {0} (of a sample)",
  "population-variance": "the variance of {0} (of all)",
  median: "the median of {0}",
  mode: "the most frequent {0}",
  percentile: "the percentile {1} of {0}",
  values: "the different values of {0}",
  list: "all values of {0} in their order",
  first: "the first {0}",
  last: "the last {0}",
  earliest: "{0} of the earliest row",
  latest: "{0} of the latest row",
  "earliest-time": "the time of the earliest row with {0}",
  "latest-time": "the time of the latest row with {0}",
  rate: "the change of {0} in a second",
};

/** An aggregate in words: ``the number of rows as `count` ``. */
export function aggregateWords(aggregate: NamedAggregate): string {
  const { name, function: id, argument, condition, parameter } = aggregate;
  const of = argument === undefined ? "" : operandWords(argument);
  const sentence = argument === undefined ? "the number of rows" : sentences[id];
  const told = sentence.replace("{0}", () => of).replace("{1}", String(parameter ?? ""));
  const where = condition === undefined ? "" : ` where ${operandWords(condition)}`;
  return `${told}${where} as \`${name}\``;
}
