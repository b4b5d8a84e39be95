import type { EvalExpression } from "../../../grammar/ast.js";
import type { EvalCommand } from "../../../grammar/commands/eval.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { withColumns } from "../../plan/build/rows.js";
import { extend } from "../../plan/build/index.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { LogicalPlan, NamedExpression } from "../../plan/plan.js";
import type { RowType } from "../../plan/row-type.js";
import { typeOf } from "../../plan/type-of.js";
import type { LowerContext } from "../context.js";
import { lowerValue } from "../expression/eval-expression.js";
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
    const expression = lowerAssigned(value, row, context);
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

/** The value of an expression, also one that no documentation says: it may turn out to be for show only. */
function lowerAssigned(
  value: EvalExpression,
  row: RowType,
  context: LowerContext,
): ScalarExpression | undefined {
  const reported: Diagnostic[] = [];
  const expression = lowerValue(value, {
    ...scopeOf(row, context),
    report: (diagnostic) => void reported.push(diagnostic),
  });
  const errors = reported.filter(({ severity }) => severity === "error");
  if (expression === undefined && errors.every(isUndocumented))
    return context.unknownValues.add(errors, row, value.span);
  for (const diagnostic of reported) context.report(diagnostic);
  return expression;
}

function isUndocumented({ code }: Diagnostic): boolean {
  return code === "lower/multivalue-comparison";
}
