import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printField, row } from "../print.js";

/** Copies the values of earlier rows into new fields. */
export interface AutoregressCommand extends CommandNode<"autoregress"> {
  readonly field: FieldName;
  readonly alias?: FieldName;
  /** How many rows back, from one number to another; 1 to 1 by default. */
  readonly from: number;
  readonly to: number;
}

export const autoregressCommand: CommandDefinition<AutoregressCommand> = {
  names: ["autoregress", "ar"],
  read: (body) => {
    const args = body.arguments();
    const given = args.option("p");
    const range =
      given === undefined ? ["1", "1"] : /^(\d+)(?:-(\d+))?$/.exec(args.textOf(given).value)?.slice(1);
    if (given !== undefined && range === undefined)
      return args.wrongValue(given, "a number or a range such as `1-3`");
    const [first, last = first] = range ?? [];
    const field = args.fieldName();
    const alias = args.take("as") === undefined ? undefined : args.fieldName("a new name");
    args.finish("`AS` or the end of the command");
    return {
      ...body.node("autoregress"),
      field,
      ...(alias === undefined ? {} : { alias }),
      from: Number(first),
      to: Number(last),
    };
  },
  print: ({ field, alias, from, to }) =>
    row(
      "autoregress",
      printField(field),
      alias && `as ${printField(alias)}`,
      from === to ? (from === 1 ? "" : `p=${from}`) : `p=${from}-${to}`,
    ),
};
