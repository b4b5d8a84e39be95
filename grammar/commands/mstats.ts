import type { CommandDefinition } from "../command.js";
import { readAggregates, readBy } from "../aggregates.js";
import { printSearchExpression } from "../print-search.js";
import { otherOptions, printAggregates, printBy, row } from "../print.js";
import type { Aggregate, CommandNode, GroupByField, SearchExpression } from "../ast.js";

export interface MstatsCommand extends CommandNode<"mstats"> {
  readonly aggregates: readonly Aggregate[];
  readonly where?: SearchExpression;
  readonly by: readonly GroupByField[];
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

const options = [
  "prestats",
  "append",
  "backfill",
  "update_period",
  "fillnull_value",
  "chunk_size",
  "chart",
  "span",
  "every",
];

export const mstatsCommand: CommandDefinition<MstatsCommand> = {
  names: ["mstats"],
  read: (body) => {
    const args = body.arguments({ search: { after: "where", until: ["by", "groupby"] } });
    const settings = options.filter((name) => name !== "span" && name !== "every");
    const before = args.others(settings);
    const aggregates = readAggregates(args);
    const where = args.take("where") === undefined ? undefined : args.searchClause();
    const by = readBy(args, "groupby");
    const others = [...before, ...args.others(["span", "every"])];
    args.finish("`WHERE`, `BY` or the end of the command");
    return {
      ...body.node("mstats"),
      aggregates,
      ...(where === undefined ? {} : { where }),
      by,
      options: others,
    };
  },
  print: ({ aggregates, where, by, options: others }) =>
    row(
      "mstats",
      otherOptions(others.filter(({ name }) => name !== "span" && name !== "every")),
      printAggregates(aggregates),
      where && `where ${printSearchExpression(where)}`,
      printBy(by),
      otherOptions(others.filter(({ name }) => name === "span" || name === "every")),
    ),
};
