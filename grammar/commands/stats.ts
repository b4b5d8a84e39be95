import type { CommandDefinition } from "../command.js";
import { readAggregates, readBy } from "../aggregates.js";
import { flag, numberOption, printAggregates, printBy, row, wordOption } from "../print.js";
import type { Aggregate, CommandNode, GroupByField } from "../ast.js";

export interface StatsCommand extends CommandNode<"stats"> {
  readonly aggregates: readonly Aggregate[];
  readonly by: readonly GroupByField[];
  readonly allnum: boolean;
  readonly delim?: string;
  readonly partitions?: number;
  readonly dedupSplitValues: boolean;
}

export const statsCommand: CommandDefinition<StatsCommand> = {
  names: ["stats"],
  read: (body) => {
    const args = body.arguments();
    const allnum = args.boolean("allnum", false);
    const delim = args.word("delim");
    const partitions = args.number("partitions");
    const dedupSplitValues = args.boolean("dedup_splitvals", false);
    const aggregates = readAggregates(args);
    const by = readBy(args);
    args.finish("an aggregate, `BY` or the end of the command");
    return {
      ...body.node("stats"),
      aggregates,
      by,
      allnum,
      ...(delim === undefined ? {} : { delim }),
      ...(partitions === undefined ? {} : { partitions }),
      dedupSplitValues,
    };
  },
  print: (node) =>
    row(
      "stats",
      numberOption("partitions", node.partitions),
      flag("allnum", node.allnum, false),
      wordOption("delim", node.delim),
      printAggregates(node.aggregates),
      printBy(node.by),
      flag("dedup_splitvals", node.dedupSplitValues, false),
    ),
};
