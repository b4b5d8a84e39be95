import { firstGiven } from "../../../grammar/option-types.js";
import type { GroupByField } from "../../../grammar/ast.js";
import { mstatsOptions, mstatsTimeOptions, type MstatsCommand } from "../../../grammar/commands/mstats.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { aggregate, closedRow, disjunction, fieldReference, filter } from "../../plan/build/index.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { columnOf, unknownColumn } from "../../plan/row-type.js";
import type { Span } from "../../source/source-text.js";
import { lowerAggregates } from "../aggregate/lower-aggregate.js";
import { measuredMetrics } from "../aggregate/measured-metrics.js";
import { lowerKeys } from "../aggregate/lower-keys.js";
import { spanOfTime } from "../aggregate/time-span.js";
import type { LowerContext } from "../context.js";
import { refuseOption } from "../refuse-option.js";
import { readSources } from "../routing/first-search.js";
import { selectSources } from "../routing/select-sources.js";
import { splitSearch } from "../routing/split-search.js";
import { scopeOf } from "../scope-of.js";

/**
 * `mstats`: groups of the measurements of a metrics index, each measurement a field called by its metric. The metrics of
 * a source are those that the catalog lists, which is what a wildcard stands for. There is a group where one of the
 * metrics asked for was measured; measurements without a dimension of the group are left out.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Mstats
 */
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
  const metrics = measuredMetrics(command, sources, context);
  const events = readSources(
    { sources, expression: split.condition, time: split.time, span: command.span },
    context,
  );
  if (events === undefined || metrics === undefined) return undefined;
  const measured = filter(events, anyPresent(metrics, command.span), command.span);
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
  const keys = lowerKeys(by, scopeOf(measured.row, context));
  const measures = closedRow(
    [...metrics].map((name) => [name, columnOf(measured.row, name) ?? unknownColumn]),
  );
  const aggregates = lowerAggregates(command.aggregates, scopeOf(measures, context), keys);
  return keys === undefined || aggregates === undefined
    ? undefined
    : aggregate(measured, keys, aggregates, command.span);
}

function anyPresent(names: ReadonlySet<string>, span: Span): ScalarExpression {
  return disjunction(
    [...names].map((name) => ({ kind: "is-present", value: fieldReference(name, span), span })),
    span,
  );
}
