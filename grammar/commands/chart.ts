import type { ArgumentReader } from "../argument-reader.js";
import type { CommandDefinition } from "../command.js";
import { readAggregates } from "../aggregates.js";
import { flag, otherOptions, numberOption, printAggregates, printField, row } from "../print.js";
import type { Aggregate, CommandNode, FieldName, TextArgument } from "../ast.js";

export interface ChartCommand extends CommandNode<"chart"> {
  readonly aggregates: readonly Aggregate[];
  readonly over?: FieldName;
  readonly by?: FieldName;
  /** `where max in top5`: which of the columns are kept, as written. */
  readonly where?: TextArgument;
  readonly limit: number;
  readonly useOther: boolean;
  readonly useNull: boolean;
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

const options = [
  "sep",
  "format",
  "cont",
  "agg",
  "nullstr",
  "otherstr",
  "span",
  "bins",
  "start",
  "end",
  "aligntime",
];

export const chartCommand: CommandDefinition<ChartCommand> = {
  names: ["chart"],
  read: (body) => {
    const args = body.arguments();
    const settings = {
      limit: readLimit(args),
      useOther: args.boolean("useother", true),
      useNull: args.boolean("usenull", true),
      options: args.others(options),
    };
    const aggregates = readAggregates(args);
    const first = args.take("over", "by");
    const rows = first && args.fieldName();
    const second = first && (args.take("by") !== undefined || args.takePunctuation(",") || args.seesName());
    const columns = second === true ? args.fieldName() : undefined;
    const where = columns !== undefined && args.take("where") !== undefined ? args.rest() : undefined;
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
      numberOption("limit", node.limit, 10),
      flag("useother", node.useOther, true),
      flag("usenull", node.useNull, true),
      otherOptions(node.options),
      printAggregates(node.aggregates),
      node.over && `over ${printField(node.over)}`,
      node.by && `by ${printField(node.by)}`,
      node.where && `where ${node.where.value}`,
    ),
};

/** `limit=5` and `limit=top5` are the same; the columns with the least values are asked for by `bottom5`. */
export function readLimit(args: ArgumentReader): number {
  const option = args.option("limit");
  if (option === undefined) return 10;
  const { value } = args.textOf(option);
  const match = /^(top)?(\d+)$/i.exec(value);
  return match === null ? args.wrongValue(option, "a whole number or `top` with one") : Number(match[2]);
}
