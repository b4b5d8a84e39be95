import type { StatsCommand } from "../../../grammar/commands/stats.js";
import { aggregate } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { typeOf } from "../../plan/type-of.js";
import { lowerAggregates, type AggregateScope } from "../aggregate/lower-aggregate.js";
import { lowerKeys } from "../aggregate/lower-keys.js";
import { singleValues } from "../aggregate/single-values.js";
import type { LowerContext } from "../context.js";
import { demandedByName } from "../demand/demanded-by-name.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";

/** `stats`: one row per group. `partitions` only says how the work is divided. */
export function lowerStats(
  command: StatsCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const demanded = demandedByName(context);
  const scope: AggregateScope = {
    ...scopeOf(input.row, context),
    unknownValues: context.unknownValues,
    ...(demanded === undefined ? {} : { demanded }),
  };
  const keys = lowerKeys(command.by, scope);
  const aggregates = lowerAggregates(command.aggregates, scope, keys);
  if (keys === undefined || aggregates === undefined) return undefined;
  // `allnum` and `dedup_splitvals` change the rows of some events only, and no target can tell which.
  if (command.allnum) return refuseOption(command, "allnum", context);
  const several = keys.some(({ expression }) => typeOf(expression, input.row).multivalue !== false);
  if (command.dedupSplitValues && several) return refuseOption(command, "dedup_splitvals", context);
  const joined = aggregates.some((each) => each.function === "values" || each.function === "list");
  if (command.delim !== undefined && joined) return refuseOption(command, "delim", context);
  return aggregate(input, keys, singleValues(aggregates, keys, input), command.span);
}
