import type { ReverseCommand } from "../../../grammar/commands/reverse.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { reversed } from "../reversed.js";

/** `reverse`: the rows in the opposite order. */
export function lowerReverse(command: ReverseCommand, input: LogicalPlan): LogicalPlan {
  return reversed(input, command.span);
}
