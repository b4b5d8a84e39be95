import type { CommandNode } from "../ast.js";
import type { CommandDefinition } from "../command.js";

/** Turns the order of the rows around. */
export type ReverseCommand = CommandNode<"reverse">;

export const reverseCommand: CommandDefinition<ReverseCommand> = {
  names: ["reverse"],
  read: (body) => {
    body.empty();
    return body.node("reverse");
  },
  print: () => "reverse",
};
