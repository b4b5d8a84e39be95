import type { CommandDefinition } from "../command.js";
import { printField, row, wordOption } from "../print.js";
import type { CommandNode, FieldName } from "../ast.js";

export interface FromjsonCommand extends CommandNode<"fromjson"> {
  readonly field: FieldName;
  readonly prefix: string;
}

export const fromjsonCommand: CommandDefinition<FromjsonCommand> = {
  names: ["fromjson"],
  read: (body) => {
    const args = body.arguments();
    const prefix = args.word("prefix") ?? "";
    const field = args.fieldName();
    args.finish();
    return { ...body.node("fromjson"), field, prefix };
  },
  print: ({ field, prefix }) => row("fromjson", printField(field), wordOption("prefix", prefix, "")),
};
