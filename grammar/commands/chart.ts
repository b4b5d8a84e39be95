import type { CommandDefinition } from "../command.js";
import {
  boolean,
  decimal,
  span,
  whole,
  word,
  printOptions,
  readOptions,
  type OptionsOf,
} from "../option-types.js";
import { readAggregates } from "../aggregates.js";
import {
  printColumnFilter,
  printLimit,
  readColumnFilter,
  readLimit,
  standardSeparator,
  type ColumnFilter,
  type ColumnLimit,
} from "../chart-columns.js";
import { flag, printAggregates, printField, row } from "../print.js";
import type { Aggregate, CommandNode, FieldName } from "../ast.js";

export const chartOptions = {
  sep: word(standardSeparator),
  format: word(),
  cont: boolean(true),
  agg: word(),
  nullstr: word("NULL"),
  otherstr: word("OTHER"),
  bins: whole(),
  span: word(),
  minspan: span(),
  start: decimal(),
  end: decimal(),
  aligntime: word(),
  dedup_splitvals: boolean(false),
};

export interface ChartCommand extends CommandNode<"chart"> {
  readonly aggregates: readonly Aggregate[];
  readonly over?: FieldName;
  readonly by?: FieldName;
  readonly where?: ColumnFilter;
  readonly limit: ColumnLimit;
  readonly useOther: boolean;
  readonly useNull: boolean;
  readonly options: OptionsOf<typeof chartOptions>;
}

export const chartCommand: CommandDefinition<ChartCommand> = {
  names: ["chart"],
  read: (body) => {
    const args = body.arguments({ aggregateExpressions: true });
    const settings = {
      limit: readLimit(args),
      useOther: args.boolean("useother", true),
      useNull: args.boolean("usenull", true),
      options: readOptions(args, chartOptions),
    };
    const aggregates = readAggregates(args);
    const first = args.take("over", "by");
    const rows = first && args.fieldName();
    const second = first && (args.take("by") !== undefined || args.takePunctuation(",") || args.seesName());
    const columns = second === true ? args.fieldName() : undefined;
    const where = columns === undefined ? undefined : readColumnFilter(args);
    args.finish("`OVER`, `BY` or the end of the command");
    return {
      ...body.node("chart"),
      aggregates,
      ...(rows === undefined ? {} : { over: rows }),
      ...(columns === undefined ? {} : { by: columns }),
      ...(where === undefined ? {} : { where }),
      ...settings,
    };
  },
  print: (node) =>
    row(
      "chart",
      printLimit(node.limit),
      flag("useother", node.useOther, true),
      flag("usenull", node.useNull, true),
      printOptions(chartOptions, node.options),
      printAggregates(node.aggregates),
      node.over && `over ${printField(node.over)}`,
      node.by && `by ${printField(node.by)}`,
      printColumnFilter(node.where),
    ),
};
