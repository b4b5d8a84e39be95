import type { CommandDefinition } from "../command.js";
import { printFields, row, textOption } from "../print.js";
import type { CommandNode, FieldPattern, TextArgument } from "../ast.js";

export interface FillnullCommand extends CommandNode<"fillnull"> {
  /** `0` when absent. */
  readonly value?: TextArgument;
  /** Empty: every field of every row. */
  readonly fields: readonly FieldPattern[];
}

export const fillnullCommand: CommandDefinition<FillnullCommand> = {
  names: ["fillnull"],
  read: (body) => {
    const args = body.arguments();
    const value = args.text("value");
    const fields = args.fieldPatterns();
    args.finish("a field or the end of the command");
    return { ...body.node("fillnull"), ...(value === undefined ? {} : { value }), fields };
  },
  print: ({ value, fields }) => row("fillnull", textOption("value", value), printFields(fields, ", ")),
};
