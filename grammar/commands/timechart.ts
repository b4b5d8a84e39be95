import type { CommandDefinition } from "../command.js";
import { boolean, decimal, span, word, printOptions, readOptions, type OptionsOf } from "../option-types.js";
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
import { printSpan } from "../span-argument.js";
import { flag, numberOption, option, printAggregates, printField, row } from "../print.js";
import type { Aggregate, CommandNode, FieldName, SpanArgument } from "../ast.js";

export const timechartOptions = {
  sep: word(standardSeparator),
  format: word(),
  fixedrange: boolean(true),
  agg: word(),
  minspan: span(),
  start: decimal(),
  end: decimal(),
  aligntime: word(),
  nullstr: word("NULL"),
  otherstr: word("OTHER"),
  dedup_splitvals: boolean(false),
};

export interface TimechartCommand extends CommandNode<"timechart"> {
  readonly aggregates: readonly Aggregate[];
  readonly bucket?: SpanArgument;
  readonly bins?: number;
  readonly by?: FieldName;
  readonly where?: ColumnFilter;
  readonly limit: ColumnLimit;
  readonly useOther: boolean;
  readonly useNull: boolean;
  readonly continuous: boolean;
  readonly partial: boolean;
  readonly options: OptionsOf<typeof timechartOptions>;
}

export const timechartCommand: CommandDefinition<TimechartCommand> = {
  names: ["timechart"],
  read: (body) => {
    const args = body.arguments({ aggregateExpressions: true });
    const bucket = args.span("span");
    const bins = args.number("bins");
    const settings = {
      limit: readLimit(args),
      useOther: args.boolean("useother", true),
      useNull: args.boolean("usenull", true),
      continuous: args.boolean("cont", true),
      partial: args.boolean("partial", true),
      options: readOptions(args, timechartOptions),
    };
    const aggregates = readAggregates(args);
    const by = args.take("by") === undefined ? undefined : args.fieldName();
    const where = by === undefined ? undefined : readColumnFilter(args);
    args.finish("`BY` or the end of the command");
    return {
      ...body.node("timechart"),
      aggregates,
      ...(bucket === undefined ? {} : { bucket }),
      ...(bins === undefined ? {} : { bins }),
      ...(by === undefined ? {} : { by }),
      ...(where === undefined ? {} : { where }),
      ...settings,
    };
  },
  print: (node) =>
    row(
      "timechart",
      node.bucket && option("span", printSpan(node.bucket)),
      numberOption("bins", node.bins),
      printLimit(node.limit),
      flag("useother", node.useOther, true),
      flag("usenull", node.useNull, true),
      flag("cont", node.continuous, true),
      flag("partial", node.partial, true),
      printOptions(timechartOptions, node.options),
      printAggregates(node.aggregates),
      node.by && `by ${printField(node.by)}`,
      printColumnFilter(node.where),
    ),
};
