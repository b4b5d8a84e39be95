import type { IplocationCommand } from "../../../grammar/commands/iplocation.js";
import { call, extend } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { lowerField } from "../expression/field.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";

const usual = [
  ["City", "ip_city"],
  ["Country", "ip_country"],
  ["Region", "ip_region"],
  ["lat", "ip_latitude"],
  ["lon", "ip_longitude"],
] as const;

const further = [
  ["Continent", "ip_continent"],
  ["MetroCode", "ip_metro_code"],
  ["Timezone", "ip_timezone"],
] as const;

/** `iplocation`: where an address is. */
export function lowerIplocation(
  command: IplocationCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { field, prefix, allFields, span } = command;
  if (command.language !== undefined && command.language !== "en")
    return refuseOption(command, "lang", context);
  const address = lowerField(field.name, field.span, scopeOf(input.row, context));
  if (address === undefined) return undefined;
  const columns = [...usual, ...(allFields ? further : [])].map(([name, id]) => ({
    name: `${prefix}${name}`,
    expression: call(id, [address], input.row, span),
    span,
  }));
  return extend(input, columns, span);
}
