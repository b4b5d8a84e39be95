import { firstGiven } from "../../../grammar/option-types.js";
import type { GroupByField } from "../../../grammar/ast.js";
import { mstatsOptions, mstatsTimeOptions, type MstatsCommand } from "../../../grammar/commands/mstats.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { aggregate } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { lowerAggregates } from "../aggregate/lower-aggregate.js";
import { lowerKeys } from "../aggregate/lower-keys.js";
import { spanOfTime } from "../aggregate/time-span.js";
import type { LowerContext } from "../context.js";
import { refuseOption } from "../refuse-option.js";
import { readSources } from "../routing/first-search.js";
import { selectSources } from "../routing/select-sources.js";
import { splitSearch } from "../routing/split-search.js";
import { scopeOf } from "../scope-of.js";

/** `mstats`: groups of the measurements of a metrics index, each measurement a field called by its metric. */
export function lowerMstats(
  command: MstatsCommand,
  input: LogicalPlan | undefined,
  context: LowerContext,
): LogicalPlan | undefined {
  if (input !== undefined) return refuseOption(command, "a position after another command", context);
  const option = firstGiven(mstatsOptions, command.options) ?? firstGiven(mstatsTimeOptions, command.time);
  if (option !== undefined) return refuseOption(command, option, context);
  const split = splitSearch(command.where, context);
  if (split === undefined) return undefined;
  const sources = selectSources(split.condition, command.span, context);
  if (sources === undefined) return undefined;
  const events = readSources(
    { sources, expression: split.condition, time: split.time, span: command.span },
    context,
  );
  if (events === undefined) return undefined;
  const { keys: named, leftover } = spanOfTime(command.by);
  // A span without `_time` among the keys adds it.
  const by: readonly GroupByField[] =
    leftover === undefined
      ? named
      : [{ field: { name: "_time", span: leftover.span }, bucket: leftover, span: leftover.span }, ...named];
  const timed = by.find(({ field, bucket }) => field.name === "_time" && bucket === undefined);
  if (timed !== undefined) {
    context.report(lowerDiagnostics["automatic-span"](timed.span, { command: "mstats" }));
    return undefined;
  }
  const scope = scopeOf(events.row, context);
  const keys = lowerKeys(by, scope);
  const aggregates = lowerAggregates(command.aggregates, scope, keys);
  return keys === undefined || aggregates === undefined
    ? undefined
    : aggregate(events, keys, aggregates, command.span);
}
