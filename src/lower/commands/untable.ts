import type { UntableCommand } from "../../../grammar/commands/untable.js";
import { reshape } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { lowerField } from "../expression/field.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";

/**
 * `untable x y z`: a row for each column other than `x`, with the column's name and its value.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Untable
 */
export function lowerUntable(
  command: UntableCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { row, column, value, span } = command;
  const kept = lowerField(row.name, row.span, scopeOf(input.row, context));
  if (kept === undefined) return undefined;
  if (new Set([row.name, column.name, value.name]).size < 3)
    return refuseOption(command, "one name for two fields", context);
  return reshape(input, { kind: "unpivot", row: kept.name, names: column.name, values: value.name }, span);
}
