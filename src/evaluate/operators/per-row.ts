import type { Extend, Filter, Limit, Project, Rename, Unnest } from "../../plan/plan.js";
import type { EvaluationContext } from "../context.js";
import { compileExpression, compilePredicate } from "../expression.js";
import { isMultivalue, type MutableRow } from "../value.js";
import { Collector, drain, type Sink } from "./operator.js";

export function filterSink({ predicate }: Filter, context: EvaluationContext, output: Sink): Sink {
  const test = compilePredicate(predicate, context);
  return { push: (row) => test(row) !== true || output.push(row), end: () => output.end() };
}

/** "eval": columns are set from left to right; a missing result clears the column. */
export function extendSink({ columns }: Extend, context: EvaluationContext, output: Sink): Sink {
  const compiled = columns.map(({ name, expression }) => ({
    name,
    value: compileExpression(expression, context),
  }));
  return {
    push: (row) => {
      for (const { name, value } of compiled) {
        const result = value(row);
        if (result === null) row.delete(name);
        else row.set(name, result);
      }
      return output.push(row);
    },
    end: () => output.end(),
  };
}

export function projectSink({ columns }: Project, output: Sink): Sink {
  return {
    push: (row) => {
      const kept: MutableRow = new Map();
      for (const name of columns) {
        const value = row.get(name);
        if (value !== undefined) kept.set(name, value);
      }
      return output.push(kept);
    },
    end: () => output.end(),
  };
}

/** "rename": renamed columns keep their place; the name of one that a row lacks is emptied. */
export function renameSink({ columns }: Rename, output: Sink): Sink {
  const targets = new Map(columns.map(({ from, to }) => [from, to]));
  const overwritten = new Set(columns.map(({ to }) => to));
  return {
    push: (row) => {
      const renamed: MutableRow = new Map();
      for (const [name, value] of row) {
        const to = targets.get(name);
        if (to !== undefined) renamed.set(to, value);
        else if (!overwritten.has(name)) renamed.set(name, value);
      }
      return output.push(renamed);
    },
    end: () => output.end(),
  };
}

/** "head" and the last rows of "tail", both in the order of the input. */
export function limitSink({ count, from }: Limit, output: Sink): Sink {
  if (from === "last") return new LastRows(count, output);
  let left = count;
  return {
    push: (row) => {
      if (left <= 0) return false;
      left--;
      return output.push(row) && left > 0;
    },
    end: () => output.end(),
  };
}

class LastRows extends Collector {
  constructor(
    private readonly count: number,
    private readonly output: Sink,
  ) {
    super();
  }
  override push(row: MutableRow): boolean {
    this.rows.push(row);
    // Dropped in batches: shifting one row at a time moves all others.
    if (this.rows.length > this.count * 2 + 1000) this.rows.splice(0, this.rows.length - this.count);
    return true;
  }
  end(): void {
    drain(this.count === 0 ? [] : this.rows.slice(-this.count), this.output);
  }
}

/** "mvexpand": one row per value; a row without the column stays as it is. */
export function unnestSink({ column, limit }: Unnest, output: Sink): Sink {
  return {
    push: (row) => {
      const value = row.get(column) ?? null;
      if (!isMultivalue(value)) return output.push(row);
      const singles = limit === undefined || limit === 0 ? value : value.slice(0, limit);
      return singles.every((single) => output.push(new Map(row).set(column, single)));
    },
    end: () => output.end(),
  };
}
