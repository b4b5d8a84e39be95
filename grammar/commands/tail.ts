import type { CommandNode } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { row } from "../print.js";

/** The last rows, in reverse order. */
export interface TailCommand extends CommandNode<"tail"> {
  /** 10 by default. */
  readonly count: number;
}

export const tailCommand: CommandDefinition<TailCommand> = {
  names: ["tail"],
  read: (body) => {
    const args = body.arguments();
    const count = args.count("limit", args.wholeNumber() ?? 10);
    args.finish("a number or the end of the command");
    return { ...body.node("tail"), count };
  },
  print: ({ count }) => row("tail", String(count)),
};
