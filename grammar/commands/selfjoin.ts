import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { otherOptions, printFields, row } from "../print.js";

/** Joins the rows with themselves. */
export interface SelfjoinCommand extends CommandNode<"selfjoin"> {
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly fields: readonly FieldName[];
}

const options = ["overwrite", "max", "keepsingle"];

export const selfjoinCommand: CommandDefinition<SelfjoinCommand> = {
  names: ["selfjoin"],
  read: (body) => {
    const args = body.arguments();
    const settings = args.others(options);
    const fields = args.fieldNames("a field");
    args.finish("a field or the end of the command");
    return { ...body.node("selfjoin"), options: settings, fields };
  },
  print: ({ options: settings, fields }) => row("selfjoin", otherOptions(settings), printFields(fields)),
};
