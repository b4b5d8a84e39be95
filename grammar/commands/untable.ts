import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printField, row } from "../print.js";

/** Turns columns into rows. */
export interface UntableCommand extends CommandNode<"untable"> {
  readonly row: FieldName;
  readonly column: FieldName;
  readonly value: FieldName;
}

export const untableCommand: CommandDefinition<UntableCommand> = {
  names: ["untable"],
  read: (body) => {
    const args = body.arguments();
    const [rows, column, value, ...more] = args.fieldNames("a field");
    if (rows === undefined || column === undefined || value === undefined || more.length > 0)
      return args.missing("three fields: the rows, the columns and the values");
    args.finish("a field or the end of the command");
    return { ...body.node("untable"), row: rows, column, value };
  },
  print: (node) => row("untable", printField(node.row), printField(node.column), printField(node.value)),
};
