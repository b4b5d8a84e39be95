import { readBy } from "../aggregates.js";
import type { CommandNode, GroupByField } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { numberOption, printBy, row } from "../print.js";

/** Spreads the work of what follows over several machines; the rows stay the same. */
export interface RedistributeCommand extends CommandNode<"redistribute"> {
  readonly reducers?: number;
  readonly by: readonly GroupByField[];
}

export const redistributeCommand: CommandDefinition<RedistributeCommand> = {
  names: ["redistribute"],
  read: (body) => {
    const args = body.arguments();
    const reducers = args.number("num_of_reducers");
    const by = readBy(args);
    args.finish("`BY` or the end of the command");
    return { ...body.node("redistribute"), ...(reducers === undefined ? {} : { reducers }), by };
  },
  print: ({ reducers, by }) => row("redistribute", numberOption("num_of_reducers", reducers), printBy(by)),
};
