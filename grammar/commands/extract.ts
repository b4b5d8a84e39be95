import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { otherOptions, printFields, row } from "../print.js";

/** Finds pairs of names and values in the raw event; `kv` is its other name. */
export interface ExtractCommand extends CommandNode<"extract"> {
  readonly options: readonly { readonly name: string; readonly value: string }[];
  /** Stanzas of `transforms.conf`. */
  readonly stanzas: readonly FieldName[];
}

const options = [
  "segment",
  "auto",
  "reload",
  "kvdelim",
  "pairdelim",
  "limit",
  "maxchars",
  "mv_add",
  "clean_keys",
  "keep_empty_vals",
];

export const extractCommand: CommandDefinition<ExtractCommand> = {
  names: ["extract", "kv"],
  read: (body) => {
    const args = body.arguments();
    const settings = args.others(options);
    const stanzas = args.fieldNames();
    args.finish("a field or the end of the command");
    return { ...body.node("extract"), options: settings, stanzas };
  },
  print: ({ options: settings, stanzas }) => row("extract", otherOptions(settings), printFields(stanzas)),
};
