import type { TextArgument } from "../../../grammar/ast.js";
import type { StrcatCommand } from "../../../grammar/commands/strcat.js";
import { call, extend, fieldReference, literal } from "../../plan/build/index.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { columnOf } from "../../plan/row-type.js";
import { allOrNone } from "../all-or-none.js";
import type { LowerContext } from "../context.js";
import { lowerField } from "../expression/field.js";
import { isSingleValued } from "../expression/single-valued.js";
import { scopeOf } from "../scope-of.js";

/**
 * `strcat`: fields and quoted texts put together. A missing field is an empty text; with `allrequired` the target then
 * stays as it is.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Strcat
 */
export function lowerStrcat(
  command: StrcatCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { allRequired, target, span } = command;
  const parts = allOrNone(command.parts, (part) => lowerPart(part, command, input, context));
  if (parts === undefined) return undefined;
  const joined = call("concat", parts, input.row, span);
  const keeps = allRequired && columnOf(input.row, target.name) !== undefined;
  const expression = keeps
    ? call("coalesce", [joined, fieldReference(target.name, target.span)], input.row, span)
    : joined;
  return extend(input, [{ name: target.name, expression, span }], span);
}

function lowerPart(
  { value, quoted, span }: TextArgument,
  command: StrcatCommand,
  input: LogicalPlan,
  context: LowerContext,
): ScalarExpression | undefined {
  if (quoted) return literal(value, span);
  const scope = scopeOf(input.row, context);
  const field = lowerField(value, span, scope);
  if (field === undefined || !isSingleValued(field, command, scope)) return undefined;
  if (command.allRequired || columnOf(input.row, value)?.nullable === false) return field;
  return call("coalesce", [field, literal("", span)], input.row, span);
}
