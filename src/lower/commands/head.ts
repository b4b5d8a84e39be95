import type { HeadCommand } from "../../../grammar/commands/head.js";
import { limit } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { refuseOption } from "../refuse-option.js";

/** `head`: the first rows. The form with an expression stops at a row, which no relational step says. */
export function lowerHead(
  command: HeadCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  if (command.while !== undefined) return refuseOption(command, "a condition", context);
  return limit(input, command.count ?? 10, "first", command.span);
}
