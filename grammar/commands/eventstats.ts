import type { CommandDefinition } from "../command.js";
import { readAggregates, readBy } from "../aggregates.js";
import { flag, printAggregates, printBy, row } from "../print.js";
import type { Aggregate, CommandNode, GroupByField } from "../ast.js";

export interface EventstatsCommand extends CommandNode<"eventstats"> {
  readonly aggregates: readonly Aggregate[];
  readonly by: readonly GroupByField[];
  readonly allnum: boolean;
}

export const eventstatsCommand: CommandDefinition<EventstatsCommand> = {
  names: ["eventstats"],
  read: (body) => {
    const args = body.arguments();
    const allnum = args.boolean("allnum", false);
    const aggregates = readAggregates(args);
    const by = readBy(args);
    args.finish("an aggregate, `BY` or the end of the command");
    return { ...body.node("eventstats"), aggregates, by, allnum };
  },
  print: ({ aggregates, by, allnum }) =>
    row("eventstats", flag("allnum", allnum, false), printAggregates(aggregates), printBy(by)),
};
