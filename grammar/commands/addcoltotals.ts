import type { CommandNode, FieldPattern } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printFields, row, wordOption } from "../print.js";

/** Adds a last row with the sum of each numeric field. */
export interface AddcoltotalsCommand extends CommandNode<"addcoltotals"> {
  readonly labelField?: string;
  readonly label: string;
  /** Empty: every numeric field. */
  readonly fields: readonly FieldPattern[];
}

export const addcoltotalsCommand: CommandDefinition<AddcoltotalsCommand> = {
  names: ["addcoltotals"],
  read: (body) => {
    const args = body.arguments();
    const labelField = args.word("labelfield");
    const label = args.word("label") ?? "Total";
    const fields = args.fieldPatterns();
    args.finish("a field or the end of the command");
    return {
      ...body.node("addcoltotals"),
      ...(labelField === undefined ? {} : { labelField }),
      label,
      fields,
    };
  },
  print: ({ labelField, label, fields }) =>
    row(
      "addcoltotals",
      wordOption("labelfield", labelField),
      wordOption("label", label, "Total"),
      printFields(fields),
    ),
};
