import type { CommandNode, FieldName, TextArgument } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printField, row, textOption } from "../print.js";

/** Makes one row of those that differ in one field only. */
export interface MvcombineCommand extends CommandNode<"mvcombine"> {
  readonly field: FieldName;
  /** A space when absent. */
  readonly delim?: TextArgument;
}

export const mvcombineCommand: CommandDefinition<MvcombineCommand> = {
  names: ["mvcombine"],
  read: (body) => {
    const args = body.arguments();
    const delim = args.text("delim");
    const field = args.fieldName();
    args.finish();
    return { ...body.node("mvcombine"), field, ...(delim === undefined ? {} : { delim }) };
  },
  print: ({ field, delim }) => row("mvcombine", textOption("delim", delim), printField(field)),
};
