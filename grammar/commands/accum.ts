import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printField, row } from "../print.js";

/** The running sum of a field. */
export interface AccumCommand extends CommandNode<"accum"> {
  readonly field: FieldName;
  readonly alias?: FieldName;
}

export const accumCommand: CommandDefinition<AccumCommand> = {
  names: ["accum"],
  read: (body) => {
    const args = body.arguments();
    const field = args.fieldName();
    const alias = args.take("as") === undefined ? undefined : args.fieldName("a new name");
    args.finish("`AS` or the end of the command");
    return { ...body.node("accum"), field, ...(alias === undefined ? {} : { alias }) };
  },
  print: ({ field, alias }) => row("accum", printField(field), alias && `as ${printField(alias)}`),
};
