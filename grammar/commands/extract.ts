import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { boolean, whole, word, printOptions, readOptions, type OptionsOf } from "../option-types.js";
import { printFields, row } from "../print.js";

export const extractOptions = {
  segment: boolean(false),
  auto: boolean(),
  reload: boolean(false),
  kvdelim: word(),
  pairdelim: word(),
  limit: whole(),
  maxchars: whole(10_240),
  /** These override `transforms.conf`. */
  mv_add: boolean(),
  clean_keys: boolean(),
  keep_empty_vals: boolean(),
};

/** Finds pairs of names and values in the raw event; `kv` is its other name. */
export interface ExtractCommand extends CommandNode<"extract"> {
  readonly options: OptionsOf<typeof extractOptions>;
  /** Stanzas of `transforms.conf`. */
  readonly stanzas: readonly FieldName[];
}

export const extractCommand: CommandDefinition<ExtractCommand> = {
  names: ["extract", "kv"],
  read: (body) => {
    const args = body.arguments();
    const settings = readOptions(args, extractOptions);
    const stanzas = args.fieldNames();
    args.finish("a field or the end of the command");
    return { ...body.node("extract"), options: settings, stanzas };
  },
  print: ({ options: settings, stanzas }) =>
    row("extract", printOptions(extractOptions, settings), printFields(stanzas)),
};
