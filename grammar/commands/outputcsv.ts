import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { boolean, printOptions, readOptions, type OptionsOf } from "../option-types.js";
import { printField, row } from "../print.js";

const options = {
  append: boolean(false),
  create_empty: boolean(false),
  override_if_empty: boolean(true),
  dispatch: boolean(),
  usexml: boolean(),
  singlefile: boolean(),
};

/** Writes the rows into a file: a side effect. */
export interface OutputcsvCommand extends CommandNode<"outputcsv"> {
  readonly options: OptionsOf<typeof options>;
  readonly file?: FieldName;
}

export const outputcsvCommand: CommandDefinition<OutputcsvCommand> = {
  names: ["outputcsv"],
  read: (body) => {
    const args = body.arguments();
    const settings = readOptions(args, options);
    const file = args.seesName() ? args.fieldName() : undefined;
    args.finish();
    return { ...body.node("outputcsv"), options: settings, ...(file === undefined ? {} : { file }) };
  },
  print: (node) => row("outputcsv", printOptions(options, node.options), node.file && printField(node.file)),
};
