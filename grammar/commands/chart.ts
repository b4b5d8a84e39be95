import type { CommandDefinition } from "../command.js";
import { readAggregates } from "../aggregates.js";
import { flag, otherOptions, numberOption, printAggregates, printField, row } from "../print.js";
import type { Aggregate, CommandNode, FieldName } from "../ast.js";

export interface ChartCommand extends CommandNode<"chart"> {
  readonly aggregates: readonly Aggregate[];
  readonly over?: FieldName;
  readonly by?: FieldName;
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
      limit: args.count("limit", 10),
      useOther: args.boolean("useother", true),
      useNull: args.boolean("usenull", true),
      options: args.others(options),
    };
    const aggregates = readAggregates(args);
    const first = args.take("over", "by");
    const rows = first && args.fieldName();
    const second = first && (args.take("by") !== undefined || args.takePunctuation(",") || args.seesName());
    const columns = second === true ? args.fieldName() : undefined;
    args.finish("`OVER`, `BY` or the end of the command");
    return {
      ...body.node("chart"),
      aggregates,
      ...(rows === undefined ? {} : { over: rows }),
      ...(columns === undefined ? {} : { by: columns }),
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
    ),
};
