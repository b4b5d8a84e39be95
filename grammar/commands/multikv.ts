import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { otherOptions, printFields, row } from "../print.js";

/** Makes rows of the tables in the raw event. */
export interface MultikvCommand extends CommandNode<"multikv"> {
  readonly options: readonly { readonly name: string; readonly value: string }[];
  /** `fields a b`, `filter x`. */
  readonly words: readonly FieldName[];
}

const options = ["conf", "copyattrs", "forceheader", "multitable", "noheader", "rmorig"];

export const multikvCommand: CommandDefinition<MultikvCommand> = {
  names: ["multikv"],
  read: (body) => {
    const args = body.arguments();
    const settings = args.others(options);
    const words = args.fieldNames();
    args.finish("a field or the end of the command");
    return { ...body.node("multikv"), options: settings, words };
  },
  print: ({ options: settings, words }) => row("multikv", otherOptions(settings), printFields(words)),
};
