import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { otherOptions, printFields, row } from "../print.js";

/** Adds the missing steps of a field. */
export interface MakecontinuousCommand extends CommandNode<"makecontinuous"> {
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly fields: readonly FieldName[];
}

const options = ["span", "bins", "start", "end", "aligntime"];

export const makecontinuousCommand: CommandDefinition<MakecontinuousCommand> = {
  names: ["makecontinuous"],
  read: (body) => {
    const args = body.arguments();
    const settings = args.others(options);
    const fields = args.fieldNames();
    args.finish("a field or the end of the command");
    return { ...body.node("makecontinuous"), options: settings, fields };
  },
  print: ({ options: settings, fields }) =>
    row("makecontinuous", otherOptions(settings), printFields(fields)),
};
