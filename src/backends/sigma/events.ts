import type { ScalarExpression } from "../../plan/expression.js";
import type { GroupKey } from "../../plan/plan.js";
import type { EventShape } from "../../plan/shape/shape.js";
import type { Span } from "../../source/source-text.js";
import type { BackendContext, OutputColumn, Transformed } from "../../target/backend.js";
import type { ScanBinding } from "../../target/bind.js";
import { dropDecoration } from "../shared/drop-decoration.js";
import { bindingsOf, boundBranches, rulesOf, type BoundBranch } from "./branches.js";
import type { SigmaRules } from "./rule.js";

/** A rule for each log source that matches exactly the events which contribute to a result. */
export function transformEvents(
  shape: EventShape,
  span: Span,
  context: BackendContext,
): Transformed<SigmaRules> | undefined {
  const bound = boundBranches(shape.branches, span, context);
  if (bound === undefined) return undefined;
  for (const { what, span: place } of shape.decoration) dropDecoration(context, what, place);
  const output = outputOf(shape.keys, bound);
  if (shape.keys.length > 0)
    for (const key of shape.keys) dropDecoration(context, `grouping by \`${key.name}\``, key.span);
  const fields = [...new Set(output.map(({ column }) => column))];
  return {
    tree: { rules: rulesOf(bound, fields, context) },
    fidelity: "events",
    bindings: bindingsOf(bound),
    output,
  };
}

/** The keys that are fields of the log as they stand in every branch. */
function outputOf(keys: readonly GroupKey[], branches: readonly BoundBranch[]): readonly OutputColumn[] {
  return keys.flatMap(({ name, expression }) => {
    const field = unfilled(expression);
    if (field.kind !== "field") return [];
    const columns = branches.map(({ binding }) => columnNamed(binding, field.name));
    const [column] = columns;
    return column !== undefined && columns.every((other) => other === column)
      ? [{ field: name, column }]
      : [];
  });
}

/** A value without the constant that stands in where it is missing. */
function unfilled(expression: ScalarExpression): ScalarExpression {
  if (expression.kind !== "call" || expression.function !== "coalesce") return expression;
  const [value, ...fills] = expression.arguments;
  return value !== undefined && fills.every(({ kind }) => kind === "literal") ? value : expression;
}

/** The column that a field comes from, where it is one column. */
function columnNamed(binding: ScanBinding, field: string): string | undefined {
  const bound = binding.field(field);
  if (bound?.kind !== "bound") return undefined;
  let { expression } = bound;
  while (expression.kind === "call" && expression.arguments.length === 1) {
    const [inner] = expression.arguments;
    if (inner === undefined) return undefined;
    expression = inner;
  }
  return expression.kind === "column" ? expression.name : undefined;
}
