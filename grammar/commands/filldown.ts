import type { CommandNode, FieldPattern } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printFields, row } from "../print.js";

/** Fills what is missing with the last value above it. */
export interface FilldownCommand extends CommandNode<"filldown"> {
  /** Empty: every field. */
  readonly fields: readonly FieldPattern[];
}

export const filldownCommand: CommandDefinition<FilldownCommand> = {
  names: ["filldown"],
  read: (body) => {
    const args = body.arguments();
    const fields = args.fieldPatterns();
    args.finish("a field or the end of the command");
    return { ...body.node("filldown"), fields };
  },
  print: ({ fields }) => row("filldown", printFields(fields, ", ")),
};
