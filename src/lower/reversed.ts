import { extend, literal, sort, window } from "../plan/build/index.js";
import type { LogicalPlan } from "../plan/plan.js";
import type { Span } from "../source/source-text.js";

const position = "_position";

/** The rows in the opposite order: each is numbered, and the highest number comes first. */
export function reversed(input: LogicalPlan, span: Span): LogicalPlan {
  const numbered = window(
    input,
    [],
    [{ name: position, function: "count", span }],
    { kind: "running", includeCurrent: true, global: true, resetOnChange: false },
    span,
  );
  const ordered = sort(numbered, [{ name: position, descending: true, type: "number", span }], span);
  return extend(ordered, [{ name: position, expression: literal(null, span), span }], span);
}

/** The rows that `reversed` turned around, when the plan is its. */
export function reversedInput(plan: LogicalPlan): LogicalPlan | undefined {
  if (plan.kind !== "extend" || plan.input.kind !== "sort" || plan.input.input.kind !== "window")
    return undefined;
  const [column, ...more] = plan.columns;
  return column?.name === position && more.length === 0 ? plan.input.input.input : undefined;
}
