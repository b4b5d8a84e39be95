import type { EvalCommand } from "../../../grammar/commands/eval.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { withColumns } from "../../plan/build/rows.js";
import { extend } from "../../plan/build/index.js";
import type { LogicalPlan, NamedExpression } from "../../plan/plan.js";
import { typeOf } from "../../plan/type-of.js";
import type { LowerContext } from "../context.js";
import { lowerEvalExpression } from "../expression/eval-expression.js";
import { scopeOf } from "../scope-of.js";

/**
 * `eval`: sets columns one after the other. A truth value cannot be assigned, and a name taken from a field's value
 * gives a column that no one can know.
 */
export function lowerEval(
  command: EvalCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const columns: NamedExpression[] = [];
  let row = input.row;
  let complete = true;
  for (const { target, dynamic, value, span } of command.assignments) {
    if (dynamic) {
      context.report(lowerDiagnostics["computed-name"](target.span, { name: target.name }));
      complete = false;
      continue;
    }
    const expression = lowerEvalExpression(value, scopeOf(row, context));
    if (expression === undefined) {
      complete = false;
      row = withColumns(row, [[target.name, { type: "unknown", multivalue: "unknown", nullable: true }]]);
      continue;
    }
    const column = typeOf(expression, row);
    if (column.type === "boolean" && expression.kind !== "field") {
      context.report(lowerDiagnostics["boolean-assignment"](value.span, { name: target.name }));
      complete = false;
    }
    columns.push({ name: target.name, expression, span });
    row = withColumns(row, [[target.name, column]]);
  }
  return complete ? extend(input, columns, command.span) : undefined;
}
