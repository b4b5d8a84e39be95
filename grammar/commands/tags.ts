import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { otherOptions, printFields, row } from "../print.js";

/** Adds the tags of fields. */
export interface TagsCommand extends CommandNode<"tags"> {
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly fields: readonly FieldName[];
}

const options = ["outputfield", "inclname", "inclvalue", "allowed_tags"];

export const tagsCommand: CommandDefinition<TagsCommand> = {
  names: ["tags"],
  read: (body) => {
    const args = body.arguments();
    const settings = args.others(options);
    const fields = args.fieldNames();
    args.finish("a field or the end of the command");
    return { ...body.node("tags"), options: settings, fields };
  },
  print: ({ options: settings, fields }) => row("tags", otherOptions(settings), printFields(fields)),
};
