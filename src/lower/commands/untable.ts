import type { UntableCommand } from "../../../grammar/commands/untable.js";
import { reshape } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { lowerField } from "../expression/field.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";
import { wildcardOverOpen } from "../wildcard-over-open.js";

/**
 * `untable x y z`: a row for each column other than `x`, with the column's name and its value. The fields of events are
 * not all known: Splunk adds some of its own.
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
  if (input.row.open === "fields") {
    context.report(wildcardOverOpen(input.row, span, "untable"));
    return undefined;
  }
  if (new Set([row.name, column.name, value.name]).size < 3)
    return refuseOption(command, "one name for two fields", context);
  return reshape(input, { kind: "unpivot", row: kept.name, names: column.name, values: value.name }, span);
}
