import type { Detection } from "../../../detection/detection.js";
import type { LogicalPlan } from "../../../plan/plan.js";
import { expressionsOf, fieldsOf, inputsOf } from "../../../plan/visitor.js";
import { wantedFields } from "./output.js";

/** Every field that the plan, as far as down to a step of it, or the rule around it names. */
export function neededFields(
  plan: LogicalPlan,
  detection: Detection,
  below?: LogicalPlan,
): ReadonlySet<string> {
  const needed = new Set<string>(wantedFields(detection));
  const visit = (step: LogicalPlan): void => {
    if (step === below) return;
    for (const expression of expressionsOf(step)) for (const field of fieldsOf(expression)) needed.add(field);
    for (const field of fieldsOfStep(step)) needed.add(field);
    inputsOf(step).forEach(visit);
  };
  visit(plan);
  return needed;
}

function fieldsOfStep(step: LogicalPlan): readonly string[] {
  switch (step.kind) {
    case "project":
      return step.columns;
    case "rename":
      return step.columns.map(({ from }) => from);
    case "distinct":
      return [...step.columns, ...step.order.map(({ name }) => name)];
    case "sort":
      return step.keys.map(({ name }) => name);
    case "unnest":
      return [step.column];
    case "lookup":
      return step.keys.map(({ field }) => field);
    case "join":
      return step.keys.flatMap(({ left, right }) => [left, right]);
    default:
      return [];
  }
}
