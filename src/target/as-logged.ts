import type { ScalarExpression } from "../plan/expression.js";
import type { LogicalPlan, Scan } from "../plan/plan.js";
import { inputsOf } from "../plan/visitor.js";

/** Whether a column of a step is a field of a log as the log has it; `isOf` says which fields of which logs are asked for. */
export function isAsLogged(
  plan: LogicalPlan,
  name: string,
  isOf: (scan: Scan, field: string) => boolean,
): boolean {
  const inInput = (input: LogicalPlan, column: string) => isAsLogged(input, column, isOf);
  switch (plan.kind) {
    case "scan":
      return isOf(plan, name);
    case "filter":
    case "sort":
    case "limit":
    case "distinct":
      return inInput(plan.input, name);
    case "unnest":
      return plan.column !== name && inInput(plan.input, name);
    case "project":
      return plan.columns.includes(name) && inInput(plan.input, name);
    case "rename":
      return inInput(plan.input, plan.columns.find(({ to }) => to === name)?.from ?? name);
    case "extend":
      return !plan.columns.some((column) => column.name === name) && inInput(plan.input, name);
    case "aggregate": {
      const key = plan.keys.find((each) => each.name === name)?.expression;
      return key?.kind === "field" && inInput(plan.input, key.name);
    }
    case "union":
      return plan.inputs.every((input) => inInput(input, name));
    case "each-field":
    case "window":
    case "join":
    case "lookup":
    case "transaction":
    case "reshape":
      return false;
  }
}

/** Whether each input of a step has a column as the log has it, and the step does not set it before it reads it. */
export function readsAsLogged(
  step: LogicalPlan,
  name: string,
  isOf: (scan: Scan, field: string) => boolean,
): boolean {
  const set = step.kind === "extend" || step.kind === "each-field" ? step.columns : [];
  return (
    !set.some((column) => column.name === name) &&
    inputsOf(step).every((input) => isAsLogged(input, name, isOf))
  );
}

/** The field that a test asks, where it asks nothing else. */
export function fieldAsked(test: ScalarExpression): string | undefined {
  const asked =
    test.kind === "compare"
      ? test.left
      : test.kind === "one-of" || test.kind === "match"
        ? test.value
        : undefined;
  return asked?.kind === "field" ? asked.name : undefined;
}
