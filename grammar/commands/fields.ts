import type { CommandDefinition } from "../command.js";
import { printFields, row } from "../print.js";
import type { CommandNode, FieldPattern } from "../ast.js";

export interface FieldsCommand extends CommandNode<"fields"> {
  readonly mode: "keep" | "remove";
  readonly fields: readonly FieldPattern[];
}

export const fieldsCommand: CommandDefinition<FieldsCommand> = {
  names: ["fields"],
  read: (body) => {
    const args = body.arguments();
    const mode = args.take("-") !== undefined ? "remove" : "keep";
    if (mode === "keep") args.take("+");
    const fields = args.fieldPatterns("a field");
    args.finish("a field or the end of the command");
    return { ...body.node("fields"), mode, fields };
  },
  print: ({ mode, fields }) => row("fields", mode === "remove" ? "-" : "", printFields(fields, ", ")),
};
