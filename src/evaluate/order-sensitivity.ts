import type { LogicalPlan } from "../plan/plan.js";
import { dependsOnOrder } from "./aggregates/index.js";

/** Whether the rows that a step gives depend on the order of its input (not: whether their order does). */
export function needsOrder(plan: LogicalPlan): boolean {
  switch (plan.kind) {
    case "aggregate":
      return plan.aggregates.some(dependsOnOrder);
    case "window":
      return plan.frame.kind === "running" || plan.aggregates.some(dependsOnOrder);
    case "limit":
    case "distinct":
    case "transaction":
      return true;
    case "join":
      // With a maximum, the first rows of the right side are the partners.
      return plan.max !== undefined && (plan.type === "inner" || plan.type === "left");
    case "sort":
      return plan.limit !== undefined;
    case "scan":
    case "filter":
    case "extend":
    case "each-field":
    case "project":
    case "rename":
    case "union":
    case "unnest":
    case "lookup":
      return false;
    case "reshape":
      return plan.form.kind === "beside";
  }
}

/** Whether the order of a step's output is its own, whatever the order of its input was. */
export function setsOrder(plan: LogicalPlan): boolean {
  return plan.kind === "aggregate" || plan.kind === "transaction";
}
