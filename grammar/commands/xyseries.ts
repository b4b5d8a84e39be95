import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { otherOptions, printFields, row } from "../print.js";

/** Turns rows into columns. */
export interface XyseriesCommand extends CommandNode<"xyseries"> {
  readonly options: readonly { readonly name: string; readonly value: string }[];
  /** The row, the column, and the values. */
  readonly fields: readonly FieldName[];
}

const options = ["grouped", "sep", "format"];

export const xyseriesCommand: CommandDefinition<XyseriesCommand> = {
  names: ["xyseries"],
  read: (body) => {
    const args = body.arguments();
    const settings = args.others(options);
    const fields = args.fieldNames("a field");
    args.finish("a field or the end of the command");
    return { ...body.node("xyseries"), options: settings, fields };
  },
  print: ({ options: settings, fields }) => row("xyseries", otherOptions(settings), printFields(fields)),
};
