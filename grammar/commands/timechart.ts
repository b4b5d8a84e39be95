import type { CommandDefinition } from "../command.js";
import { readLimit } from "./chart.js";
import { readAggregates } from "../aggregates.js";
import { printSpan } from "../span-argument.js";
import { flag, numberOption, option, otherOptions, printAggregates, printField, row } from "../print.js";
import type { Aggregate, CommandNode, FieldName, SpanArgument, TextArgument } from "../ast.js";

export interface TimechartCommand extends CommandNode<"timechart"> {
  readonly aggregates: readonly Aggregate[];
  readonly bucket?: SpanArgument;
  readonly bins?: number;
  readonly by?: FieldName;
  /** `where max in top5`: which of the columns are kept, as written. */
  readonly where?: TextArgument;
  readonly limit: number;
  readonly useOther: boolean;
  readonly useNull: boolean;
  readonly continuous: boolean;
  readonly partial: boolean;
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

const options = [
  "sep",
  "format",
  "fixedrange",
  "agg",
  "minspan",
  "start",
  "end",
  "aligntime",
  "nullstr",
  "otherstr",
  "dedup_splitvals",
];

export const timechartCommand: CommandDefinition<TimechartCommand> = {
  names: ["timechart"],
  read: (body) => {
    const args = body.arguments();
    const bucket = args.span("span");
    const bins = args.number("bins");
    const settings = {
      limit: readLimit(args),
      useOther: args.boolean("useother", true),
      useNull: args.boolean("usenull", true),
      continuous: args.boolean("cont", true),
      partial: args.boolean("partial", true),
      options: args.others(options),
    };
    const aggregates = readAggregates(args);
    const by = args.take("by") === undefined ? undefined : args.fieldName();
    const where = by !== undefined && args.take("where") !== undefined ? args.rest() : undefined;
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
      numberOption("limit", node.limit, 10),
      flag("useother", node.useOther, true),
      flag("usenull", node.useNull, true),
      flag("cont", node.continuous, true),
      flag("partial", node.partial, true),
      otherOptions(node.options),
      printAggregates(node.aggregates),
      node.by && `by ${printField(node.by)}`,
      node.where && `where ${node.where.value}`,
    ),
};
