import type { FromCommand } from "../../../grammar/commands/from.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { readDataset } from "../dataset.js";
import { refuseOption } from "../refuse-option.js";

/** `from`: the events of a data model or the rows of a lookup table. */
export function lowerFrom(
  command: FromCommand,
  input: LogicalPlan | undefined,
  context: LowerContext,
): LogicalPlan | undefined {
  if (input !== undefined) return refuseOption(command, "a position after another command", context);
  return readDataset(command.type, command.name, command.span, context);
}
