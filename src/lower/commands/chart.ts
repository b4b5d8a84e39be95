import type { GroupByField } from "../../../grammar/ast.js";
import { chartOptions, type ChartCommand } from "../../../grammar/commands/chart.js";
import { timechartOptions, type TimechartCommand } from "../../../grammar/commands/timechart.js";
import { firstGiven } from "../../../grammar/option-types.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { aggregate, reshape } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { Continuous } from "../../plan/reshape.js";
import { lowerAggregates } from "../aggregate/lower-aggregate.js";
import { lowerKeys } from "../aggregate/lower-keys.js";
import { bucketWidth } from "../bucket.js";
import { defaultSpan } from "../chart/default-span.js";
import { emptyCell, splitIntoColumns } from "../chart/split-columns.js";
import { statedRange } from "../chart/time-range.js";
import type { LowerContext } from "../context.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";

/** `chart … by row`: groups by one field; a second field makes columns out of its values. */
export function lowerChart(
  command: ChartCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { over, by } = command;
  if (over !== undefined && by !== undefined) {
    const { sep: _, format: _format, nullstr: _null, otherstr: _other, ...others } = chartOptions;
    const option = firstGiven(others, command.options);
    if (option !== undefined) return refuseOption(command, option, context);
    const row: GroupByField = { field: over, span: over.span };
    return splitIntoColumns(
      { ...command, by },
      row,
      { bins: 300, keepsRows: false, ranksByFrequency: false },
      input,
      context,
    );
  }
  const option = firstGiven(chartOptions, command.options);
  if (option !== undefined) return refuseOption(command, option, context);
  const row = over ?? by;
  return groupBy(command, row === undefined ? [] : [{ field: row, span: row.span }], input, context);
}

/**
 * `timechart`: groups by the bucket of `_time`. With `cont`, as it is by itself, a bucket without events has a row of
 * its own, within the time range that the search states or, with `fixedrange=f`, between its events.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Timechart
 */
export function lowerTimechart(
  command: TimechartCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { by, span, options } = command;
  const { fixedrange: _range, sep, format, nullstr, otherstr, ...always } = timechartOptions;
  const refused = by === undefined ? { ...always, sep, format, nullstr, otherstr } : always;
  const option = firstGiven(refused, options);
  if (option !== undefined) return refuseOption(command, option, context);
  if (!command.partial && !(command.continuous && options.fixedrange))
    return refuseOption(command, "partial", context);

  const range = statedRange(input);
  const width =
    command.bucket ??
    (command.bins === undefined && range !== undefined ? defaultSpan(range, command.keyword) : undefined);
  if (width === undefined) {
    context.report(lowerDiagnostics["automatic-span"](span, { command: "timechart" }));
    return undefined;
  }
  if (command.continuous && options.fixedrange && range === undefined) {
    context.report(lowerDiagnostics["range-of-run"](span, {}));
    return undefined;
  }
  const key: GroupByField = { field: { name: "_time", span: width.span }, bucket: width, span: width.span };
  const fill = (groups: LogicalPlan, empty: Continuous["empty"]): LogicalPlan =>
    command.continuous
      ? reshape(
          groups,
          {
            kind: "continuous",
            column: "_time",
            ...bucketWidth(width),
            ...(options.fixedrange && range !== undefined ? { range } : {}),
            keepCut: command.partial,
            empty,
          },
          span,
        )
      : groups;
  if (by !== undefined)
    return splitIntoColumns(
      { ...command, by },
      key,
      {
        bins: 100,
        hiddenPrefix: "VALUE",
        keepsRows: command.continuous,
        ranksByFrequency: true,
        continue: (groups) => fill(groups, []),
      },
      input,
      context,
    );
  const groups = groupBy(command, [key], input, context);
  if (groups === undefined) return undefined;
  const empty = groups.aggregates.flatMap((each) => {
    const value = emptyCell(each);
    return value === undefined ? [] : [{ column: each.name, value }];
  });
  return fill(groups, empty);
}

function groupBy(
  command: ChartCommand | TimechartCommand,
  by: readonly GroupByField[],
  input: LogicalPlan,
  context: LowerContext,
) {
  const scope = scopeOf(input.row, context);
  const keys = lowerKeys(by, scope);
  const aggregates = lowerAggregates(command.aggregates, scope, keys);
  return keys === undefined || aggregates === undefined
    ? undefined
    : aggregate(input, keys, aggregates, command.span);
}
