import type { CommandDefinition } from "../command.js";
import { printFields } from "../print.js";
import type { CommandNode, FieldPattern } from "../ast.js";

export interface TableCommand extends CommandNode<"table"> {
  readonly fields: readonly FieldPattern[];
}

export const tableCommand: CommandDefinition<TableCommand> = {
  names: ["table"],
  read: (body) => {
    const args = body.arguments();
    const fields = args.fieldPatterns("a field");
    args.finish("a field or the end of the command");
    return { ...body.node("table"), fields };
  },
  print: ({ fields }) => `table ${printFields(fields, ", ")}`,
};
