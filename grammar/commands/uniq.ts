import type { CommandNode } from "../ast.js";
import type { CommandDefinition } from "../command.js";

/** Drops a row that equals the one before it. */
export type UniqCommand = CommandNode<"uniq">;

export const uniqCommand: CommandDefinition<UniqCommand> = {
  names: ["uniq"],
  read: (body) => {
    body.empty();
    return body.node("uniq");
  },
  print: () => "uniq",
};
