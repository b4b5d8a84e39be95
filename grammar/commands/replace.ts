import type { CommandDefinition } from "../command.js";
import type { ArgumentReader } from "../argument-reader.js";
import { patternText, wildcardPattern } from "../escapes.js";
import { printFields, printText, row } from "../print.js";
import type { CommandNode, FieldName, SearchValue } from "../ast.js";

export interface ReplaceCommand extends CommandNode<"replace"> {
  readonly replacements: readonly { readonly from: SearchValue; readonly to: SearchValue }[];
  /** Empty: every field. */
  readonly fields: readonly FieldName[];
}

export const replaceCommand: CommandDefinition<ReplaceCommand> = {
  names: ["replace"],
  read: (body) => {
    const args = body.arguments();
    const replacements = args.list(
      () => readReplacement(args),
      () => args.seesName() && !args.sees("in"),
      "a value",
    );
    const fields = args.take("in") === undefined ? [] : args.fieldNames("a field");
    args.finish("`IN` or the end of the command");
    return { ...body.node("replace"), replacements, fields };
  },
  print: ({ replacements, fields }) =>
    row(
      "replace",
      replacements.map(({ from, to }) => `${printValue(from)} with ${printValue(to)}`).join(", "),
      fields.length === 0 ? "" : `in ${printFields(fields, ", ")}`,
    ),
};

function readReplacement(args: ArgumentReader): ReplaceCommand["replacements"][number] {
  const from = readValue(args);
  args.expect("with");
  return { from, to: readValue(args) };
}

function readValue(args: ArgumentReader): SearchValue {
  const { value, quoted, span } = args.textValue("a value");
  return { pattern: wildcardPattern(value), quoted, span };
}

function printValue({ pattern, quoted, span }: SearchValue): string {
  return printText({ value: patternText(pattern), quoted, span });
}
