import { noLimit, type InputlookupCommand } from "../../../grammar/commands/inputlookup.js";
import { filter, limit, union } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { lowerSearchExpression } from "../expression/search-expression.js";
import type { LowerContext } from "../context.js";
import { scanLookup } from "../lookup-scan.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";

/** `inputlookup`: the rows of a table; with `append` behind the rows there are. `where` is the search language. */
export function lowerInputlookup(
  command: InputlookupCommand,
  input: LogicalPlan | undefined,
  context: LowerContext,
): LogicalPlan | undefined {
  if (input !== undefined && !command.append)
    return refuseOption(command, "a position after another command without `append`", context);
  if (command.start !== 0) return refuseOption(command, "start", context);
  const scanned = scanLookup(command.table, command.span, context);
  if (scanned === undefined) return undefined;
  const rows = filtered(command, scanned, context);
  if (rows === undefined) return undefined;
  const limited = command.max >= noLimit ? rows : limit(rows, command.max, "first", command.span);
  return input === undefined ? limited : union([input, limited], command.span);
}

function filtered(
  { where }: InputlookupCommand,
  rows: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  if (where === undefined) return rows;
  const predicate = lowerSearchExpression(where, scopeOf(rows.row, context));
  return predicate === undefined ? undefined : filter(rows, predicate, where.span);
}
