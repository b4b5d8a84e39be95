import type { CommandDefinition } from "../command.js";
import { flag, printField, row, textOption } from "../print.js";
import type { CommandNode, FieldName, TextArgument } from "../ast.js";

export interface MakemvCommand extends CommandNode<"makemv"> {
  readonly field: FieldName;
  /** A space when neither is given. */
  readonly delim?: TextArgument;
  readonly tokenizer?: TextArgument;
  readonly allowEmpty: boolean;
  readonly setSv: boolean;
}

export const makemvCommand: CommandDefinition<MakemvCommand> = {
  names: ["makemv"],
  read: (body) => {
    const args = body.arguments();
    const delim = args.text("delim");
    const tokenizer = args.text("tokenizer");
    const allowEmpty = args.boolean("allowempty", false);
    const setSv = args.boolean("setsv", false);
    if (delim !== undefined && tokenizer !== undefined)
      args.conflict(tokenizer.span, "`delim` and `tokenizer` exclude each other");
    const field = args.fieldName();
    args.finish();
    return {
      ...body.node("makemv"),
      field,
      ...(delim === undefined ? {} : { delim }),
      ...(tokenizer === undefined ? {} : { tokenizer }),
      allowEmpty,
      setSv,
    };
  },
  print: ({ field, delim, tokenizer, allowEmpty, setSv }) =>
    row(
      "makemv",
      textOption("delim", delim),
      textOption("tokenizer", tokenizer),
      flag("allowempty", allowEmpty, false),
      flag("setsv", setSv, false),
      printField(field),
    ),
};
