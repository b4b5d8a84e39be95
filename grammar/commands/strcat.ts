import type { CommandNode, FieldName, TextArgument } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { flag, printField, printText, row } from "../print.js";

/** Joins fields, and texts in quotes, into the last field. */
export interface StrcatCommand extends CommandNode<"strcat"> {
  readonly allRequired: boolean;
  readonly parts: readonly TextArgument[];
  readonly target: FieldName;
}

export const strcatCommand: CommandDefinition<StrcatCommand> = {
  names: ["strcat"],
  read: (body) => {
    const args = body.arguments();
    const allRequired = args.boolean("allrequired", false);
    const parts = args.list(
      () => args.textValue("a field or a text"),
      () => args.seesName(),
      "a field or a text",
    );
    args.finish("a field or a text");
    const last = parts.pop();
    if (last === undefined || parts.length === 0) return args.missing("a source and a target");
    return { ...body.node("strcat"), allRequired, parts, target: { name: last.value, span: last.span } };
  },
  print: ({ allRequired, parts, target }) =>
    row("strcat", flag("allrequired", allRequired, false), ...parts.map(printText), printField(target)),
};
