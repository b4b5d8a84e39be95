import type { TailCommand } from "../../../grammar/commands/tail.js";
import { limit } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { reversed } from "../reversed.js";

/**
 * `tail`: the last rows, the very last one first.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tail
 */
export function lowerTail(command: TailCommand, input: LogicalPlan): LogicalPlan {
  return reversed(limit(input, command.count, "last", command.span), command.span);
}
