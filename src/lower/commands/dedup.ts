import type { DedupCommand } from "../../../grammar/commands/dedup.js";
import { distinct } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { allOrNone } from "../all-or-none.js";
import { lowerField } from "../expression/field.js";
import { scopeOf } from "../scope-of.js";
import { lowerSortKeys } from "../sort-keys.js";

/** `dedup`: the first rows of each combination of values. */
export function lowerDedup(
  command: DedupCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const scope = scopeOf(input.row, context);
  const fields = allOrNone(command.fields, ({ name, span }) => lowerField(name, span, scope));
  const order = lowerSortKeys(command.sortBy, false, scope);
  if (fields === undefined || order === undefined) return undefined;
  return distinct(
    input,
    {
      columns: [...new Set(fields.map(({ name }) => name))],
      count: command.count,
      keepMissing: command.keepEmpty,
      consecutive: command.consecutive,
      clearOnly: command.keepEvents,
      order,
    },
    command.span,
  );
}
