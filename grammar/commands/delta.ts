import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { numberOption, printField, row } from "../print.js";

/** The difference to the value of an earlier row. */
export interface DeltaCommand extends CommandNode<"delta"> {
  readonly field: FieldName;
  readonly alias?: FieldName;
  /** How many rows back; 1 by default. */
  readonly period: number;
}

export const deltaCommand: CommandDefinition<DeltaCommand> = {
  names: ["delta"],
  read: (body) => {
    const args = body.arguments();
    const period = args.count("p", 1);
    const field = args.fieldName();
    const alias = args.take("as") === undefined ? undefined : args.fieldName("a new name");
    args.finish("`AS` or the end of the command");
    return { ...body.node("delta"), field, ...(alias === undefined ? {} : { alias }), period };
  },
  print: ({ field, alias, period }) =>
    row("delta", printField(field), alias && `as ${printField(alias)}`, numberOption("p", period, 1)),
};
