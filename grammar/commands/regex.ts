import type { CommandDefinition } from "../command.js";
import { printField, printText, row } from "../print.js";
import type { CommandNode, FieldName, TextArgument } from "../ast.js";

export interface RegexCommand extends CommandNode<"regex"> {
  /** `_raw` when absent. */
  readonly field?: FieldName;
  readonly negated: boolean;
  readonly pattern: TextArgument;
}

export const regexCommand: CommandDefinition<RegexCommand> = {
  names: ["regex"],
  read: (body) => {
    const args = body.arguments();
    const option = args.anyOptionHere();
    if (option !== undefined) {
      const field = { name: option.name, span: args.spanOf({ start: option.start, end: option.nameEnd }) };
      const pattern = args.textOf(option);
      args.finish();
      return { ...body.node("regex"), field, negated: false, pattern };
    }
    const name = args.textValue("a field or a regular expression in quotes");
    const compared = args.seesPunctuation("!=") || args.seesPunctuation("=");
    if (!compared) {
      args.finish();
      return { ...body.node("regex"), negated: false, pattern: name };
    }
    const negated = args.takePunctuation("!=");
    if (!negated) args.expectPunctuation("=");
    const pattern = args.textValue("a regular expression in quotes");
    args.finish();
    return { ...body.node("regex"), field: { name: name.value, span: name.span }, negated, pattern };
  },
  print: ({ field, negated, pattern }) =>
    row(
      "regex",
      field && `${printField(field)}${negated ? "!=" : "="}${printText(pattern)}`,
      field ? "" : printText(pattern),
    ),
};
