import type { CommandDefinition } from "../command.js";
import { flag, printFields, row, wordOption } from "../print.js";
import type { CommandNode, FieldPattern } from "../ast.js";

export interface AddtotalsCommand extends CommandNode<"addtotals"> {
  readonly row: boolean;
  readonly column: boolean;
  readonly fieldName: string;
  readonly labelField?: string;
  readonly label: string;
  /** Empty: every numeric field. */
  readonly fields: readonly FieldPattern[];
}

export const addtotalsCommand: CommandDefinition<AddtotalsCommand> = {
  names: ["addtotals"],
  read: (body) => {
    const args = body.arguments();
    const labelField = args.word("labelfield");
    const options = {
      row: args.boolean("row", true),
      column: args.boolean("col", false),
      fieldName: args.word("fieldname") ?? "Total",
      label: args.word("label") ?? "Total",
    };
    const fields = args.fieldPatterns();
    args.finish("a field or the end of the command");
    return {
      ...body.node("addtotals"),
      ...options,
      ...(labelField === undefined ? {} : { labelField }),
      fields,
    };
  },
  print: (node) =>
    row(
      "addtotals",
      flag("row", node.row, true),
      flag("col", node.column, false),
      wordOption("labelfield", node.labelField),
      wordOption("label", node.label, "Total"),
      wordOption("fieldname", node.fieldName, "Total"),
      printFields(node.fields),
    ),
};
