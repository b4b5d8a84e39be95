import type { AggregateFunction, NamedAggregate } from "../../plan/plan.js";
import type { EvaluationContext } from "../context.js";
import { compileExpression, compilePredicate } from "../expression.js";
import { numberOf, singlesOf, type MutableRow, type RowAccess, type Single, type Value } from "../value.js";
import type { Accumulator, Sample } from "./accumulator.js";
import { Count, DistinctCount, DistinctValues, List, Mode } from "./counting.js";
import { Average, Extreme, Percentile, Range, Spread, Sum, SumOfSquares } from "./numeric.js";
import { Chronological, Position, Rate } from "./ordered.js";

export type { Accumulator, Sample } from "./accumulator.js";

/** An aggregate, ready to run over rows. */
export interface CompiledAggregate {
  readonly name: string;
  /** What a row brings, or `undefined` for a row that does not count. */
  sample(row: MutableRow): Sample | undefined;
  create(): Accumulator;
}

export function compileAggregate(aggregate: NamedAggregate, context: EvaluationContext): CompiledAggregate {
  const argument =
    aggregate.argument === undefined ? undefined : compileExpression(aggregate.argument, context);
  const condition =
    aggregate.condition === undefined ? undefined : compilePredicate(aggregate.condition, context);
  return {
    name: aggregate.name,
    create: () => accumulatorOf(aggregate),
    sample: (row) => {
      if (condition !== undefined && condition(row) !== true) return undefined;
      return {
        values: argument === undefined ? oneRow : singlesOf(argument(row)),
        time: timeOf(row),
      };
    },
  };
}

const oneRow = [true] as const;

/** The time of a row in epoch seconds. */
export function timeOf(row: RowAccess): number | undefined {
  const time = row.get("_time") ?? null;
  return time === null || typeof time === "object" ? undefined : numberOf(time);
}

/** Whether an aggregate depends on the order of the rows it is given. */
export function dependsOnOrder({ function: name }: NamedAggregate): boolean {
  return name === "first" || name === "last" || name === "list" || name === "mode";
}

/** What an aggregate makes of values that are there already. */
export function aggregateOf(name: AggregateFunction, values: readonly Single[]): Value {
  const accumulator = accumulatorOf({ function: name });
  accumulator.add({ values, time: undefined });
  return accumulator.result();
}

function accumulatorOf({
  function: name,
  parameter,
}: Pick<NamedAggregate, "function" | "parameter">): Accumulator {
  switch (name) {
    case "count":
      return new Count();
    case "distinct-count":
    case "estimated-distinct-count":
      return new DistinctCount();
    case "sum":
      return new Sum();
    case "average":
      return new Average();
    case "minimum":
      return new Extreme(1);
    case "maximum":
      return new Extreme(-1);
    case "range":
      return new Range();
    case "sum-of-squares":
      return new SumOfSquares();
    case "standard-deviation":
      return new Spread(false, true);
    case "population-standard-deviation":
      return new Spread(true, true);
    case "variance":
      return new Spread(false, false);
    case "population-variance":
      return new Spread(true, false);
    case "median":
      return new Percentile("median");
    case "percentile":
      return new Percentile(parameter ?? 95);
    case "mode":
      return new Mode();
    case "values":
      return new DistinctValues();
    case "list":
      return new List();
    case "first":
    case "last":
      return new Position(name);
    case "earliest":
    case "latest":
      return new Chronological(name, "value");
    case "earliest-time":
      return new Chronological("earliest", "time");
    case "latest-time":
      return new Chronological("latest", "time");
    case "rate":
      return new Rate();
  }
}
