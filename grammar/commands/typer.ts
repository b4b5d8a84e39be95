import type { CommandNode } from "../ast.js";
import type { CommandDefinition } from "../command.js";

/** Adds the event types that a row matches. */
export type TyperCommand = CommandNode<"typer">;

export const typerCommand: CommandDefinition<TyperCommand> = {
  names: ["typer"],
  read: (body) => {
    body.empty();
    return body.node("typer");
  },
  print: () => "typer",
};
