import type { CommandDefinition } from "../command.js";
import { flag, printField, row, wordOption } from "../print.js";
import type { CommandNode, FieldName } from "../ast.js";

export interface IplocationCommand extends CommandNode<"iplocation"> {
  readonly field: FieldName;
  readonly prefix: string;
  readonly allFields: boolean;
  readonly language?: string;
}

export const iplocationCommand: CommandDefinition<IplocationCommand> = {
  names: ["iplocation"],
  read: (body) => {
    const args = body.arguments();
    const prefix = args.word("prefix") ?? "";
    const allFields = args.boolean("allfields", false);
    const language = args.word("lang");
    const field = args.fieldName();
    args.finish();
    return {
      ...body.node("iplocation"),
      field,
      prefix,
      allFields,
      ...(language === undefined ? {} : { language }),
    };
  },
  print: ({ field, prefix, allFields, language }) =>
    row(
      "iplocation",
      wordOption("prefix", prefix, ""),
      flag("allfields", allFields, false),
      wordOption("lang", language),
      printField(field),
    ),
};
