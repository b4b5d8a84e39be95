import type { CommandNode } from "../ast.js";
import type { CommandDefinition } from "../command.js";

/** Adds the time range and the id of the search to every row. */
export type AddinfoCommand = CommandNode<"addinfo">;

export const addinfoCommand: CommandDefinition<AddinfoCommand> = {
  names: ["addinfo"],
  read: (body) => {
    body.empty();
    return body.node("addinfo");
  },
  print: () => "addinfo",
};
