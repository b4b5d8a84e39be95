import type { SortCommand } from "../../../grammar/commands/sort.js";
import { sort } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { scopeOf } from "../scope-of.js";
import { lowerSortKeys } from "../sort-keys.js";

/** `sort`: orders the rows and keeps the first 10,000, or as many as it says; 0 keeps all. */
export function lowerSort(
  command: SortCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const keys = lowerSortKeys(command.keys, command.reversed, scopeOf(input.row, context));
  if (keys === undefined) return undefined;
  return sort(input, keys, command.span, command.limit === 0 ? undefined : command.limit);
}
