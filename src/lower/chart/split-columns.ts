import type { FieldName, GroupByField } from "../../../grammar/ast.js";
import type { ColumnFilter, ColumnLimit } from "../../../grammar/chart-columns.js";
import type { ChartCommand } from "../../../grammar/commands/chart.js";
import type { TimechartCommand } from "../../../grammar/commands/timechart.js";
import { aggregate, literal, negation, reshape } from "../../plan/build/index.js";
import type { AggregateFunction, GroupKey, LogicalPlan, NamedAggregate } from "../../plan/plan.js";
import type { Pivot, PivotCell, SeriesChoice } from "../../plan/reshape.js";
import { columnOf } from "../../plan/row-type.js";
import { lowerAggregates } from "../aggregate/lower-aggregate.js";
import { lowerKeys } from "../aggregate/lower-keys.js";
import type { LowerContext } from "../context.js";
import { lowerField } from "../expression/field.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";
import { columnTitle } from "./column-title.js";

/** What the two commands differ in. */
export interface SplitRules {
  /** More numbers than these are put into bins. */
  readonly bins: number;
  /** Stands in front of a value that begins with `_` ("Prepending VALUE to the names of some fields"). */
  readonly hiddenPrefix?: string;
  /** A row is there also where none of the columns that stay has an event. */
  readonly keepsRows: boolean;
  /** Several aggregates are ranked by how many events a value has. */
  readonly ranksByFrequency: boolean;
  /** Adds rows for what no event has. */
  continue?(groups: LogicalPlan): LogicalPlan;
}

type Split = (ChartCommand | TimechartCommand) & { readonly by: FieldName };

const missingFlag = "_series_missing";
const frequency = "_series_count";

/**
 * `chart … over row by column`: a row for each value of one field and a column for each value of another, in it the
 * aggregate over the events that have both. Ten columns stay, those with the greatest sums; the others become `OTHER`
 * together, and the events without the field become `NULL`.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Chart
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Timechart
 */
export function splitIntoColumns(
  command: Split,
  row: GroupByField,
  rules: SplitRules,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { by, span, useNull } = command;
  const scope = scopeOf(input.row, context);
  if (by.name === row.field.name) return refuseOption(command, "one field for rows and columns", context);
  const read = new Set(
    command.aggregates.flatMap(({ argument }) => (argument?.kind === "field" ? [argument.field.name] : [])),
  );
  if (read.has(by.name) || read.has(row.field.name))
    return refuseOption(command, "an aggregate of a field that it splits by", context);
  const names = lowerField(by.name, by.span, scope);
  const keys = lowerKeys([row], scope);
  if (names === undefined || keys === undefined) return undefined;
  const canLack = useNull && columnOf(input.row, by.name)?.nullable !== false;
  const column: readonly GroupKey[] = [
    {
      name: by.name,
      expression: names,
      ...(canLack ? { fill: literal(command.options.nullstr, by.span) } : {}),
      span: by.span,
    },
    ...(canLack
      ? [
          {
            name: missingFlag,
            expression: negation({ kind: "is-present", value: names, span: by.span }, by.span),
            span: by.span,
          },
        ]
      : []),
  ];
  const aggregates = lowerAggregates(command.aggregates, scope, [...keys, ...column]);
  if (aggregates === undefined) return undefined;
  const form = pivotOf(command, row, rules, aggregates, canLack, context);
  if (form === undefined) return undefined;
  const counted = form.series.score?.column === frequency;
  const groups = aggregate(
    input,
    [...keys, ...column],
    counted ? [...aggregates, { name: frequency, function: "count", span }] : aggregates,
    span,
  );
  return reshape(rules.continue?.(groups) ?? groups, form, span);
}

function pivotOf(
  command: Split,
  row: GroupByField,
  rules: SplitRules,
  aggregates: readonly NamedAggregate[],
  canLack: boolean,
  context: LowerContext,
): Pivot | undefined {
  const { options, by } = command;
  const title = columnTitle(options);
  if ((title === undefined) !== aggregates.length <= 1)
    return refuseOption(
      command,
      title === undefined
        ? "several aggregates by a field and neither `sep` nor `format`"
        : "`sep` or `format` for one aggregate",
      context,
    );
  const series = seriesOf(command, rules, aggregates, canLack, context);
  if (series === undefined) return undefined;
  const { bins, hiddenPrefix } = rules;
  return {
    kind: "pivot",
    row: row.field.name,
    names: by.name,
    cells: aggregates.map(cellOf),
    ...(title === undefined ? {} : { title }),
    ...(hiddenPrefix === undefined ? {} : { hiddenPrefix }),
    series,
    bins,
    ...(rules.keepsRows ? { keepsRows: true } : {}),
  };
}

function seriesOf(
  command: Split,
  rules: SplitRules,
  aggregates: readonly NamedAggregate[],
  canLack: boolean,
  context: LowerContext,
): SeriesChoice | undefined {
  const { where, limit, useOther, options } = command;
  const [only, ...others] = aggregates;
  const ranked = rankings.get(where?.function ?? "sum");
  if (ranked === undefined || (where !== undefined && others.length > 0))
    return refuseOption(command, "this `where`", context);
  const counts = ranked === "count" || (others.length > 0 && rules.ranksByFrequency);
  const score: SeriesChoice["score"] = counts
    ? { column: frequency, function: "sum" }
    : only === undefined || others.length > 0
      ? undefined
      : { column: only.name, function: ranked };
  const kept = keptOf(where, limit);
  return {
    ...(kept === undefined ? {} : { kept }),
    ...(score === undefined || kept === undefined ? {} : { score }),
    ...(useOther ? { other: options.otherstr } : {}),
    ...(canLack ? { missing: { flag: missingFlag, name: options.nullstr } } : {}),
  };
}

/** What `where` may compare the columns by: an aggregate over the values of each, or how many events it is of. */
const rankings: ReadonlyMap<string, "count" | "sum" | "average" | "minimum" | "maximum"> = new Map([
  ["count", "count"],
  ["c", "count"],
  ["sum", "sum"],
  ["avg", "average"],
  ["mean", "average"],
  ["min", "minimum"],
  ["max", "maximum"],
] as const);

/** A `where` takes the place of the limit; a limit of 0 keeps all. */
function keptOf(where: ColumnFilter | undefined, limit: ColumnLimit): SeriesChoice["kept"] {
  if (where !== undefined) return where.test;
  return limit.count === 0 ? undefined : { kind: "rank", negated: false, ...limit };
}

const counting: ReadonlySet<AggregateFunction> = new Set<AggregateFunction>([
  "count",
  "distinct-count",
  "estimated-distinct-count",
]);

/** How cells of several columns become those of one: no page says it of other aggregates. */
const merging: ReadonlyMap<AggregateFunction, NonNullable<PivotCell["merge"]>> = new Map<
  AggregateFunction,
  NonNullable<PivotCell["merge"]>
>([
  ["count", "sum"],
  ["sum", "sum"],
  ["minimum", "minimum"],
  ["maximum", "maximum"],
]);

/** What an aggregate gives over no event, where that is not nothing. */
export function emptyCell({ function: id }: NamedAggregate): number | undefined {
  return counting.has(id) ? 0 : undefined;
}

function cellOf(each: NamedAggregate): PivotCell {
  const merge = merging.get(each.function);
  const empty = emptyCell(each);
  return {
    column: each.name,
    ...(empty === undefined ? {} : { empty }),
    ...(merge === undefined ? {} : { merge }),
  };
}
