import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printField } from "../print.js";

/** Joins the values of a field with line ends. */
export interface NomvCommand extends CommandNode<"nomv"> {
  readonly field: FieldName;
}

export const nomvCommand: CommandDefinition<NomvCommand> = {
  names: ["nomv"],
  read: (body) => {
    const args = body.arguments();
    const field = args.fieldName();
    args.finish();
    return { ...body.node("nomv"), field };
  },
  print: ({ field }) => `nomv ${printField(field)}`,
};
