import type { CommandNode, FieldPattern } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { otherOptions, printFields, row } from "../print.js";

/** Cuts or drops values far from the others. */
export interface OutlierCommand extends CommandNode<"outlier"> {
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly fields: readonly FieldPattern[];
}

const options = ["action", "param", "type", "uselower", "mark"];

export const outlierCommand: CommandDefinition<OutlierCommand> = {
  names: ["outlier"],
  read: (body) => {
    const args = body.arguments();
    const settings = args.others(options);
    const fields = args.fieldPatterns();
    args.finish("a field or the end of the command");
    return { ...body.node("outlier"), options: settings, fields };
  },
  print: ({ options: settings, fields }) => row("outlier", otherOptions(settings), printFields(fields)),
};
