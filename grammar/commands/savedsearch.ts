import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { flag, otherOptions, printField, row } from "../print.js";

/** The results of a saved search. */
export interface SavedsearchCommand extends CommandNode<"savedsearch"> {
  /** The name of the saved search. */
  readonly name: FieldName;
  /** The tokens of the saved search stay as they are. */
  readonly noSubstitution: boolean;
  /** Texts for the tokens of the saved search. */
  readonly replacements: readonly { readonly name: string; readonly value: string }[];
}

export const savedsearchCommand: CommandDefinition<SavedsearchCommand> = {
  names: ["savedsearch", "macro", "savedsplunk"],
  read: (body) => {
    const args = body.arguments();
    const noSubstitution = args.boolean("nosubstitution", false);
    const name = args.fieldName("a saved search");
    const replacements: { readonly name: string; readonly value: string }[] = [];
    // Every option that is not the command's own replaces a token of the saved search.
    for (let option = args.anyOptionHere(); option !== undefined; option = args.anyOptionHere())
      replacements.push({ name: option.name, value: args.textOf(option).value });
    args.finish();
    return { ...body.node("savedsearch"), name, noSubstitution, replacements };
  },
  print: ({ name, noSubstitution, replacements }) =>
    row(
      "savedsearch",
      printField(name),
      flag("nosubstitution", noSubstitution, false),
      otherOptions(replacements),
    ),
};
