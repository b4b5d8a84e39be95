import type { LogicalPlan } from "../plan/plan.js";

/** Whether no two rows of a plan agree in all of these columns. */
export function isUniqueBy(plan: LogicalPlan, columns: readonly string[]): boolean {
  switch (plan.kind) {
    case "aggregate":
      return plan.keys.every(({ name }) => columns.includes(name));
    case "distinct":
      return (
        (plan.count === 1 &&
          !plan.keepMissing &&
          !plan.consecutive &&
          !plan.clearOnly &&
          plan.columns.every((name) => columns.includes(name))) ||
        isUniqueBy(plan.input, columns)
      );
    case "filter":
    case "sort":
    case "limit":
    case "project":
      return isUniqueBy(plan.input, columns);
    case "extend":
    case "lookup":
    case "window": {
      const set = new Set(
        plan.kind === "extend"
          ? plan.columns.map(({ name }) => name)
          : plan.kind === "lookup"
            ? plan.outputs.map(({ field }) => field)
            : plan.aggregates.map(({ name }) => name),
      );
      return isUniqueBy(
        plan.input,
        columns.filter((name) => !set.has(name)),
      );
    }
    case "rename": {
      const before = new Map(plan.columns.map(({ from, to }) => [to, from]));
      return isUniqueBy(
        plan.input,
        columns.map((name) => before.get(name) ?? name),
      );
    }
    case "scan":
    case "each-field":
    case "join":
    case "union":
    case "unnest":
    case "transaction":
      return false;
    case "reshape":
      return plan.form.kind === "pivot" && columns.includes(plan.form.row);
  }
}
