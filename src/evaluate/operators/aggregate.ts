import type { Aggregate } from "../../plan/plan.js";
import { compileAggregate, type Accumulator, type CompiledAggregate } from "../aggregates/index.js";
import type { EvaluationContext } from "../context.js";
import type { MutableRow, Single } from "../value.js";
import { compareTuples, compileKeys, tupleId } from "./keys.js";
import type { Sink } from "./operator.js";

interface Group {
  readonly tuple: readonly Single[];
  readonly accumulators: readonly Accumulator[];
}

/**
 * "stats": one row per tuple of the keys, or one without keys. Only the groups are kept, never the rows. A row with
 * several values of a key counts in the group of each value.
 */
export function aggregateSink(plan: Aggregate, context: EvaluationContext, output: Sink): Sink {
  const aggregates = plan.aggregates.map((aggregate) => compileAggregate(aggregate, context));
  const tuplesOf = compileKeys(plan.keys, context);
  const groups = new Map<string, Group>();
  const groupOf = (tuple: readonly Single[]): Group => {
    const id = tupleId(tuple);
    let group = groups.get(id);
    if (group === undefined) {
      group = { tuple, accumulators: aggregates.map((aggregate) => aggregate.create()) };
      groups.set(id, group);
    }
    return group;
  };
  if (plan.keys.length === 0) groupOf([]);
  return {
    push: (row) => {
      for (const tuple of tuplesOf(row)) accumulate(row, aggregates, groupOf(tuple).accumulators);
      return true;
    },
    end: () => {
      const sorted = [...groups.values()].sort((left, right) => compareTuples(left.tuple, right.tuple));
      groups.clear();
      for (const { tuple, accumulators } of sorted) {
        const row: MutableRow = new Map();
        for (const [index, { name }] of plan.keys.entries()) row.set(name, tuple[index] ?? null);
        setResults(row, aggregates, accumulators);
        if (!output.push(row)) break;
      }
      output.end();
    },
  };
}

/** Adds a row to the accumulators of its group. */
export function accumulate(
  row: MutableRow,
  aggregates: readonly CompiledAggregate[],
  accumulators: readonly Accumulator[],
): void {
  for (const [index, aggregate] of aggregates.entries()) {
    const sample = aggregate.sample(row);
    if (sample !== undefined) accumulators[index]?.add(sample);
  }
}

/** Puts the results of accumulators into a row; a missing result leaves no column. */
export function setResults(
  row: MutableRow,
  aggregates: readonly CompiledAggregate[],
  accumulators: readonly Accumulator[],
): void {
  for (const [index, { name }] of aggregates.entries()) {
    const result = accumulators[index]?.result() ?? null;
    if (result === null) row.delete(name);
    else row.set(name, result);
  }
}
