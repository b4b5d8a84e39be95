import type { CommandDefinition } from "../command.js";
import { numberOption, printField, row } from "../print.js";
import type { CommandNode, FieldName } from "../ast.js";

export interface MvexpandCommand extends CommandNode<"mvexpand"> {
  readonly field: FieldName;
  /** 0: without limit. */
  readonly limit: number;
}

export const mvexpandCommand: CommandDefinition<MvexpandCommand> = {
  names: ["mvexpand"],
  read: (body) => {
    const args = body.arguments();
    const limit = args.count("limit", 0);
    const field = args.fieldName();
    args.finish();
    return { ...body.node("mvexpand"), field, limit };
  },
  print: ({ field, limit }) => row("mvexpand", printField(field), numberOption("limit", limit, 0)),
};
