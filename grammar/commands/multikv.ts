import type { ArgumentReader } from "../argument-reader.js";
import type { CommandNode, FieldPattern } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { boolean, printOptions, readOptions, whole, word, type OptionsOf } from "../option-types.js";
import { printFields, row } from "../print.js";

const options = {
  conf: word(),
  copyattrs: boolean(true),
  forceheader: whole(),
  multitable: boolean(true),
  noheader: boolean(false),
  rmorig: boolean(true),
};

/** Makes rows of the tables in the raw event. */
export interface MultikvCommand extends CommandNode<"multikv"> {
  readonly options: OptionsOf<typeof options>;
  /** The columns that become fields; empty: all. */
  readonly fields: readonly FieldPattern[];
  /** Words of which a line of a table has to hold one. */
  readonly filter: readonly FieldPattern[];
}

export const multikvCommand: CommandDefinition<MultikvCommand> = {
  names: ["multikv"],
  read: (body) => {
    const args = body.arguments();
    const settings = readOptions(args, options);
    const fields = args.take("fields") === undefined ? [] : readWords(args);
    const filter = args.take("filter") === undefined ? [] : readWords(args);
    args.finish("`FIELDS`, `FILTER` or the end of the command");
    return { ...body.node("multikv"), options: settings, fields, filter };
  },
  print: (node) =>
    row(
      "multikv",
      printOptions(options, node.options),
      node.fields.length === 0 ? "" : `fields ${printFields(node.fields)}`,
      node.filter.length === 0 ? "" : `filter ${printFields(node.filter)}`,
    ),
};

function readWords(args: ArgumentReader): FieldPattern[] {
  return args.list(
    () => args.fieldPattern(),
    () => args.seesName() && !args.sees("filter"),
    "a word",
  );
}
