import type { CommandNode } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { boolean, field, printOptions, readOptions, word, type OptionsOf } from "../option-types.js";
import { row } from "../print.js";

const options = {
  column_name: word("column"),
  header_field: field(),
  include_empty: boolean(true),
};

/** Turns rows into columns. */
export interface TransposeCommand extends CommandNode<"transpose"> {
  /** How many rows become columns; 5 by default, 0 means without limit. */
  readonly rows: number;
  readonly options: OptionsOf<typeof options>;
}

export const transposeCommand: CommandDefinition<TransposeCommand> = {
  names: ["transpose"],
  read: (body) => {
    const args = body.arguments();
    const settings = readOptions(args, options);
    const rows = args.wholeNumber() ?? args.number("int") ?? 5;
    args.finish("a number of rows or the end of the command");
    return { ...body.node("transpose"), rows, options: settings };
  },
  print: (node) =>
    row("transpose", node.rows === 5 ? "" : String(node.rows), printOptions(options, node.options)),
};
