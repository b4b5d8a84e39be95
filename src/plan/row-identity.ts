import type { LogicalPlan } from "./plan.js";

/** The names of the columns that tell the rows of a plan apart; `undefined` where nothing is known to. */
export function groupedBy(plan: LogicalPlan): readonly string[] | undefined {
  switch (plan.kind) {
    case "aggregate":
      return plan.keys.map(({ name }) => name);
    case "distinct":
      return plan.count === 1 ? plan.columns : undefined;
    case "filter":
    case "sort":
    case "project":
    case "limit":
      return groupedBy(plan.input);
    case "lookup":
      return unlessSet(
        groupedBy(plan.input),
        plan.outputs.map(({ field }) => field),
      );
    case "window":
      return unlessSet(
        groupedBy(plan.input),
        plan.aggregates.map(({ name }) => name),
      );
    case "extend":
      return unlessSet(
        groupedBy(plan.input),
        plan.columns.map(({ name }) => name),
      );
    case "rename": {
      const targets = new Map(plan.columns.map(({ from, to }) => [from, to]));
      const keys = groupedBy(plan.input)?.map((key) => targets.get(key) ?? key);
      return new Set(keys).size === keys?.length ? keys : undefined;
    }
    default:
      return undefined;
  }
}

/** Columns that get other values tell no rows apart. */
function unlessSet(
  keys: readonly string[] | undefined,
  set: readonly string[],
): readonly string[] | undefined {
  return keys?.some((key) => set.includes(key)) === true ? undefined : keys;
}

/**
 * The columns by which the rows of a plan come in order, the first one first: groups come in the order of their keys.
 * `undefined` where they come in another order, or in none that is known.
 */
export function inOrderOf(plan: LogicalPlan): readonly string[] | undefined {
  switch (plan.kind) {
    case "aggregate":
    case "filter":
    case "project":
    case "extend":
    case "rename":
      return plan.kind === "aggregate" || inOrderOf(plan.input) !== undefined ? groupedBy(plan) : undefined;
    default:
      return undefined;
  }
}
