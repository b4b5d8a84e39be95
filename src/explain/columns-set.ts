import { reversedInput } from "../lower/reversed.js";
import { namesOfAll } from "../plan/each-field.js";
import { ownColumns } from "../plan/build/transaction.js";
import type { LogicalPlan } from "../plan/plan.js";
import { removes } from "./removes.js";

/**
 * The columns that the steps of a search set, by name; those that an event has anyway are not among them. Of a closed
 * row these are its columns.
 */
export function columnsSet(plan: LogicalPlan): ReadonlySet<string> {
  if (!plan.row.open) return new Set(plan.row.columns.keys());
  switch (plan.kind) {
    case "scan":
      return new Set();
    case "filter":
    case "sort":
    case "limit":
    case "distinct":
    case "project":
      return columnsSet(plan.input);
    case "each-field":
      return joined(columnsSet(plan.input), namesOfAll(plan));
    case "transaction":
      return joined(columnsSet(plan.input), ownColumns(plan));
    case "reshape":
      if (plan.form.kind !== "beside") return new Set(plan.row.columns.keys());
      return new Set([...columnsSet(plan.input)].filter((name) => plan.row.columns.has(name)));
    case "extend": {
      const before = reversedInput(plan);
      if (before !== undefined) return columnsSet(before);
      const gone = new Set(plan.columns.filter(removes).map(({ name }) => name));
      const set = plan.columns.map(({ name }) => name);
      return new Set([...columnsSet(plan.input), ...set].filter((name) => !gone.has(name)));
    }
    case "window":
    case "aggregate":
      return joined(
        columnsSet(plan.input),
        plan.aggregates.map(({ name }) => name),
      );
    case "rename": {
      const gone = new Set(plan.columns.map(({ from }) => from));
      const kept = [...columnsSet(plan.input)].filter((name) => !gone.has(name));
      return joined(
        kept,
        plan.columns.map(({ to }) => to),
      );
    }
    case "unnest":
      return joined(columnsSet(plan.input), [plan.column]);
    case "lookup":
      return joined(
        columnsSet(plan.input),
        plan.outputs.map(({ field }) => field),
      );
    case "join": {
      const added = plan.type === "inner" || plan.type === "left" ? columnsSet(plan.right) : [];
      return joined(columnsSet(plan.input), added);
    }
    case "union":
      return new Set(plan.inputs.flatMap((input) => [...columnsSet(input)]));
  }
}

function joined(first: Iterable<string>, second: Iterable<string>): ReadonlySet<string> {
  return new Set([...first, ...second]);
}
