import { conjunction, filter } from "../plan/build/index.js";
import type { ScalarExpression } from "../plan/expression.js";
import { fieldsOf, partsOf } from "../plan/expression-visitor.js";
import { signatureOf } from "../plan/functions/index.js";
import { mayBeEmpty } from "../plan/may-be-empty.js";
import type { Extend, LogicalPlan } from "../plan/plan.js";
import { columnOf } from "../plan/row-type.js";
import { typeOf } from "../plan/type-of.js";
import { mapPlan, withInputs } from "../plan/visitor.js";
import type { Rewrite } from "./rewrite.js";

/**
 * Asks the fields that a group key is computed of for a value, before it is computed: a row that lacks one is in no
 * group. Only where the key may be an empty text, which languages without a null text take for a missing key.
 */
export const askKeyParts: Rewrite = {
  name: "ask-key-parts",
  apply: (plan) =>
    mapPlan(plan, (step) => {
      if (step.kind !== "aggregate") return step;
      let input = step.input;
      for (const { expression, fill } of step.keys)
        if (fill === undefined && expression.kind === "field" && typeOf(expression, input.row).nullable)
          input = asking(input, expression.name) ?? input;
      return withInputs(step, [input]);
    }),
};

/** The plan with the fields asked for that a column is computed of; nothing where more than rows' values lies between. */
function asking(plan: LogicalPlan, column: string): LogicalPlan | undefined {
  const below = (name: string): LogicalPlan | undefined => {
    if (!("input" in plan)) return undefined;
    const input = asking(plan.input, name);
    return input && withInputs(plan, [input]);
  };
  switch (plan.kind) {
    case "filter":
    case "project":
      return below(column);
    case "rename":
      return below(plan.columns.find(({ to }) => to === column)?.from ?? column);
    case "extend":
      return plan.columns.some(({ name }) => name === column) ? askingIn(plan, column) : below(column);
    default:
      return undefined;
  }
}

function askingIn(plan: Extend, column: string): LogicalPlan | undefined {
  // Later columns of a step see the earlier ones, so that the last of a name is the one that stays.
  const computed = plan.columns.findLast(({ name }) => name === column);
  if (computed === undefined || !mayBeEmpty(computed.expression) || !passesMissingOn(computed.expression))
    return undefined;
  const fields = [...fieldsOf(computed.expression)];
  const isPlain = (name: string): boolean =>
    columnOf(plan.input.row, name)?.multivalue === false &&
    plan.columns.every((other) => other === computed || other.name !== name);
  if (!fields.every(isPlain)) return undefined;
  const { span } = computed;
  const tests = fields.map((name): ScalarExpression => ({
    kind: "is-present",
    value: { kind: "field", name, span },
    span,
  }));
  const input = filter(plan.input, conjunction(tests, span), span);
  return typeOf(computed.expression, input.row).nullable ? undefined : withInputs(plan, [input]);
}

/** Whether an expression is missing as soon as one of its fields is. */
function passesMissingOn(expression: ScalarExpression): boolean {
  if (expression.kind === "field" || expression.kind === "literal") return true;
  return (
    expression.kind === "call" &&
    signatureOf(expression.function).missing === "propagate" &&
    partsOf(expression).every(passesMissingOn)
  );
}
