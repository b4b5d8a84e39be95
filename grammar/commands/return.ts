import type { CommandDefinition } from "../command.js";
import type { ArgumentReader } from "../argument-reader.js";
import { printField, printName, row } from "../print.js";
import type { CommandNode, FieldName } from "../ast.js";

export interface ReturnCommand extends CommandNode<"return"> {
  /** 1 by default. */
  readonly count: number;
  /** `f` gives `f="v"`, `$f` the bare value, `a=f` gives `a="v"`. */
  readonly fields: readonly { readonly field: FieldName; readonly alias?: string; readonly bare: boolean }[];
}

export const returnCommand: CommandDefinition<ReturnCommand> = {
  names: ["return"],
  read: (body) => {
    const args = body.arguments();
    const count = args.wholeNumber() ?? 1;
    const fields = args.list(
      () => readField(args),
      () => args.seesName() || args.peek()?.kind === "option",
      "a field",
    );
    args.finish("a field or the end of the command");
    return { ...body.node("return"), count, fields };
  },
  print: ({ count, fields }) =>
    row(
      "return",
      count === 1 ? "" : String(count),
      ...fields.map(({ field, alias, bare }) => {
        if (alias !== undefined) return `${printName(alias)}=${printField(field)}`;
        return bare ? `$${field.name}` : printField(field);
      }),
    ),
};

function readField(args: ArgumentReader): ReturnCommand["fields"][number] {
  const option = args.anyOptionHere();
  if (option !== undefined) {
    const { value, span } = args.textOf(option);
    return { field: { name: value, span }, alias: option.name, bare: false };
  }
  const field = args.fieldName();
  return field.name.startsWith("$")
    ? {
        field: { name: field.name.slice(1), span: { ...field.span, start: field.span.start + 1 } },
        bare: true,
      }
    : { field, bare: false };
}
