import type { LogicalPlan } from "../plan/plan.js";

/** Whether a plan gives exactly one row, whatever the events are. */
export function isOneRow(plan: LogicalPlan): boolean {
  switch (plan.kind) {
    case "aggregate":
      return plan.keys.length === 0;
    case "scan":
      return plan.source.kind === "rows" && plan.source.count === 1;
    case "extend":
    case "each-field":
    case "project":
    case "rename":
    case "window":
    case "lookup":
    case "sort":
      return isOneRow(plan.input);
    case "limit":
      return plan.count > 0 && isOneRow(plan.input);
    case "join":
      return plan.type === "left" && isOneRow(plan.input) && isOneRowAtMost(plan.right);
    case "filter":
    case "distinct":
    case "union":
    case "unnest":
    case "transaction":
    case "reshape":
      return false;
  }
}

/** Whether a plan gives one row or none. */
export function isOneRowAtMost(plan: LogicalPlan): boolean {
  switch (plan.kind) {
    case "limit":
      return plan.count <= 1 || isOneRowAtMost(plan.input);
    case "filter":
    case "distinct":
    case "extend":
    case "each-field":
    case "project":
    case "rename":
    case "window":
    case "lookup":
    case "sort":
      return isOneRowAtMost(plan.input);
    default:
      return isOneRow(plan);
  }
}
