import type { WhereCommand } from "../../../grammar/commands/where.js";
import { filter } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { lowerCondition } from "../expression/eval-expression.js";
import { scopeOf } from "../scope-of.js";

/** `where`: keeps the rows whose expression is true; missing is not true. */
export function lowerWhere(
  command: WhereCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const predicate = lowerCondition(command.expression, scopeOf(input.row, context));
  return predicate === undefined ? undefined : filter(input, predicate, command.span);
}
