import type { EventstatsCommand } from "../../../grammar/commands/eventstats.js";
import { window } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { lowerAggregates } from "../aggregate/lower-aggregate.js";
import { lowerKeys } from "../aggregate/lower-keys.js";
import type { LowerContext } from "../context.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";

/** `eventstats`: adds the aggregates of its group to every row. A row that lacks a key gets none. */
export function lowerEventstats(
  command: EventstatsCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const scope = scopeOf(input.row, context);
  const keys = lowerKeys(command.by, scope);
  const aggregates = lowerAggregates(command.aggregates, scope);
  if (keys === undefined || aggregates === undefined) return undefined;
  if (command.allnum) return refuseOption(command, "allnum", context);
  return window(input, keys, aggregates, { kind: "group" }, command.span);
}
