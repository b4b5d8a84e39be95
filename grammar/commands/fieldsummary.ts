import type { CommandNode, FieldPattern } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { otherOptions, printFields, row } from "../print.js";

/** Describes the values of fields. */
export interface FieldsummaryCommand extends CommandNode<"fieldsummary"> {
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly fields: readonly FieldPattern[];
}

const options = ["maxvals"];

export const fieldsummaryCommand: CommandDefinition<FieldsummaryCommand> = {
  names: ["fieldsummary"],
  read: (body) => {
    const args = body.arguments();
    const settings = args.others(options);
    const fields = args.fieldPatterns();
    args.finish("a field or the end of the command");
    return { ...body.node("fieldsummary"), options: settings, fields };
  },
  print: ({ options: settings, fields }) => row("fieldsummary", otherOptions(settings), printFields(fields)),
};
