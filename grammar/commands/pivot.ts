import type { CommandNode, FieldName, TextArgument } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printField, row } from "../print.js";

/** A report over a dataset of a data model. */
export interface PivotCommand extends CommandNode<"pivot"> {
  readonly model: FieldName;
  readonly dataset: FieldName;
  /** Its cells, rows, columns and filters, as written. */
  readonly elements?: TextArgument;
}

export const pivotCommand: CommandDefinition<PivotCommand> = {
  names: ["pivot"],
  read: (body) => {
    const args = body.arguments();
    const model = args.fieldName("a data model");
    const dataset = args.fieldName("a dataset");
    const elements = args.rest();
    return { ...body.node("pivot"), model, dataset, ...(elements === undefined ? {} : { elements }) };
  },
  print: ({ model, dataset, elements }) =>
    row("pivot", printField(model), printField(dataset), elements?.value),
};
