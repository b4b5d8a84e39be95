import type { GroupByField } from "../../../grammar/ast.js";
import { chartOptions, type ChartCommand } from "../../../grammar/commands/chart.js";
import { timechartOptions, type TimechartCommand } from "../../../grammar/commands/timechart.js";
import { firstGiven } from "../../../grammar/option-types.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { aggregate } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { lowerAggregates } from "../aggregate/lower-aggregate.js";
import { lowerKeys } from "../aggregate/lower-keys.js";
import type { LowerContext } from "../context.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";

/** `chart … by row`: groups by one field. A second field makes columns out of its values, which no one knows before. */
export function lowerChart(
  command: ChartCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const option = firstGiven(chartOptions, command.options);
  if (option !== undefined) return refuseOption(command, option, context);
  if (command.over !== undefined && command.by !== undefined) {
    context.report(lowerDiagnostics["columns-from-values"](command.by.span, { command: "chart" }));
    return undefined;
  }
  const row = command.over ?? command.by;
  return groupBy(command, row === undefined ? [] : [{ field: row, span: row.span }], input, context);
}

/**
 * `timechart span=… cont=f`: groups by the bucket of `_time`. With `cont` a bucket without events makes a row of its
 * own, which depends on the time range of the run.
 */
export function lowerTimechart(
  command: TimechartCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const option = firstGiven(timechartOptions, command.options);
  if (option !== undefined) return refuseOption(command, option, context);
  if (command.by !== undefined) {
    context.report(lowerDiagnostics["columns-from-values"](command.by.span, { command: "timechart" }));
    return undefined;
  }
  if (command.bucket === undefined) {
    context.report(lowerDiagnostics["automatic-span"](command.span, { command: "timechart" }));
    return undefined;
  }
  if (command.continuous) return refuseOption(command, "cont", context);
  if (!command.partial) return refuseOption(command, "partial", context);
  const key: GroupByField = {
    field: { name: "_time", span: command.bucket.span },
    bucket: command.bucket,
    span: command.bucket.span,
  };
  return groupBy(command, [key], input, context);
}

function groupBy(
  command: ChartCommand | TimechartCommand,
  by: readonly GroupByField[],
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const scope = scopeOf(input.row, context);
  const keys = lowerKeys(by, scope);
  const aggregates = lowerAggregates(command.aggregates, scope, keys);
  return keys === undefined || aggregates === undefined
    ? undefined
    : aggregate(input, keys, aggregates, command.span);
}
