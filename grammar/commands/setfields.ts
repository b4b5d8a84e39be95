import type { CommandNode, FieldName, TextArgument } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printName, quoted, row } from "../print.js";

/** Gives fields one text in every row. */
export interface SetfieldsCommand extends CommandNode<"setfields"> {
  readonly settings: readonly { readonly field: FieldName; readonly value: TextArgument }[];
}

export const setfieldsCommand: CommandDefinition<SetfieldsCommand> = {
  names: ["setfields"],
  read: (body) => {
    const args = body.arguments();
    const settings = args.list(
      () => {
        const option = args.anyOptionHere() ?? args.unexpected("a field and its value");
        const span = args.spanOf({ start: option.start, end: option.nameEnd });
        return { field: { name: option.name, span }, value: args.textOf(option) };
      },
      () => args.peek()?.kind === "option",
      "a field and its value",
    );
    args.finish("a field and its value");
    return { ...body.node("setfields"), settings };
  },
  print: ({ settings }) =>
    row(
      "setfields",
      settings.map(({ field, value }) => `${printName(field.name)}=${quoted(value.value)}`).join(", "),
    ),
};
