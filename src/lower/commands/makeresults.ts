import { makeresultsOptions, type MakeresultsCommand } from "../../../grammar/commands/makeresults.js";
import { firstGiven } from "../../../grammar/option-types.js";
import { closedRow, scan } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { refuseOption } from "../refuse-option.js";

/** `makeresults`: rows that have only `_time`. */
export function lowerMakeresults(
  command: MakeresultsCommand,
  input: LogicalPlan | undefined,
  context: LowerContext,
): LogicalPlan | undefined {
  if (input !== undefined) return refuseOption(command, "a position after another command", context);
  if (command.annotate) return refuseOption(command, "annotate", context);
  const option = firstGiven(makeresultsOptions, command.options);
  if (option !== undefined) return refuseOption(command, option, context);
  const row = closedRow([["_time", { type: "time", multivalue: false, nullable: false }]]);
  return scan({ kind: "rows", count: command.count }, row, command.span);
}
