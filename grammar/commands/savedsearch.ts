import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { otherOptions, printField, row } from "../print.js";

/** The results of a saved search. */
export interface SavedsearchCommand extends CommandNode<"savedsearch"> {
  /** The name of the saved search. */
  readonly name: FieldName;
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

export const savedsearchCommand: CommandDefinition<SavedsearchCommand> = {
  names: ["savedsearch"],
  read: (body) => {
    const args = body.arguments();
    const name = args.fieldName("a saved search");
    const options: { readonly name: string; readonly value: string }[] = [];
    // Every option that is not the command's own replaces a token of the saved search.
    for (let option = args.anyOptionHere(); option !== undefined; option = args.anyOptionHere())
      options.push({ name: option.name, value: args.textOf(option).value });
    args.finish();
    return { ...body.node("savedsearch"), name, options };
  },
  print: ({ name, options }) => row("savedsearch", printField(name), otherOptions(options)),
};
