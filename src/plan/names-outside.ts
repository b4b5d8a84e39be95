import { expressionsOf, fieldsOf } from "./expression-visitor.js";
import type { LogicalPlan } from "./plan.js";
import { inputsOf } from "./visitor.js";

/** The names of columns that a plan shows or that its steps name, without those of one of its parts; `all` where any may be. */
export function namesOutside(plan: LogicalPlan, part: LogicalPlan): ReadonlySet<string> | "all" {
  const names = new Set(plan.row.columns.keys());
  let all = plan.row.open !== false;
  const visit = (step: LogicalPlan): void => {
    if (step === part) return;
    for (const expression of expressionsOf(step)) for (const field of fieldsOf(expression)) names.add(field);
    switch (step.kind) {
      case "sort":
        for (const { name } of step.keys) names.add(name);
        break;
      case "project":
        for (const name of step.columns) names.add(name);
        break;
      case "distinct":
        for (const name of [...step.columns, ...step.order.map((key) => key.name)]) names.add(name);
        break;
      case "rename":
        for (const { from } of step.columns) names.add(from);
        break;
      case "lookup":
        for (const { field } of [...step.keys, ...step.outputs]) names.add(field);
        break;
      case "unnest":
        names.add(step.column);
        break;
      case "join":
        for (const { left, right } of step.keys) names.add(left).add(right);
        break;
      case "each-field":
      case "transaction":
      case "reshape":
        all = true;
        break;
      case "scan":
      case "filter":
      case "extend":
      case "aggregate":
      case "window":
      case "limit":
      case "union":
        break;
      default:
        step satisfies never;
    }
    inputsOf(step).forEach(visit);
  };
  visit(plan);
  return all ? "all" : names;
}
