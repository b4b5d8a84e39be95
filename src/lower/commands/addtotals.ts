import type { AddtotalsCommand } from "../../../grammar/commands/addtotals.js";
import { call, extend, fieldReference } from "../../plan/build/index.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { columnOf } from "../../plan/row-type.js";
import type { Span } from "../../source/source-text.js";
import type { LowerContext } from "../context.js";
import { expandNames } from "../expand-names.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";
import { wildcardOverOpen } from "../wildcard-over-open.js";

/** `addtotals`: the sum of a row's numeric columns; the form that adds a row of totals is a report's. */
export function lowerAddtotals(
  command: AddtotalsCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { fields, span } = command;
  if (command.column) return refuseOption(command, "col", context);
  if (!command.row) return input;
  const names = fields.length > 0 ? namedColumns(command, input, context) : numericColumns(input);
  if (names === undefined) {
    context.report(wildcardOverOpen(input.row, span, "addtotals"));
    return undefined;
  }
  if (names.length === 0) return input;
  return extend(input, [{ name: command.fieldName, expression: totalOf(names, input, span), span }], span);
}

/** Numbers that every row has are added; else what is there and a number is summed up. */
function totalOf(names: readonly string[], { row }: LogicalPlan, span: Span): ScalarExpression {
  const [first, ...others] = names.map((name) => fieldReference(name, span));
  const isNumber = (name: string): boolean => {
    const column = columnOf(row, name);
    return column?.type === "number" && !column.nullable && !column.multivalue;
  };
  if (first === undefined || !names.every(isNumber))
    return call("sum", first === undefined ? [] : [first, ...others], row, span);
  return others.reduce<ScalarExpression>((sum, next) => call("add", [sum, next], row, span), first);
}

function namedColumns(
  command: AddtotalsCommand,
  input: LogicalPlan,
  context: LowerContext,
): readonly string[] | undefined {
  return expandNames(command.fields, "addtotals", scopeOf(input.row, context))?.map(({ name }) => name);
}

/** `undefined` where it is not known which columns there are, or which of them are numbers. */
function numericColumns({ row }: LogicalPlan): readonly string[] | undefined {
  const columns = [...row.columns].filter(([name]) => !name.startsWith("_"));
  if (row.open || columns.some(([, { type }]) => type === "unknown")) return undefined;
  return columns.filter(([, { type }]) => type === "number").map(([name]) => name);
}
