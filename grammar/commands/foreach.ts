import type { CommandDefinition } from "../command.js";
import { checkTemplate } from "../check-template.js";
import { printFields, row, textOption } from "../print.js";
import type { CommandNode, FieldPattern, TextArgument } from "../ast.js";

export interface ForeachCommand extends CommandNode<"foreach"> {
  readonly mode: "multifield" | "multivalue" | "json_array" | "auto_collections";
  readonly fields: readonly FieldPattern[];
  /** The text between the brackets: `<<FIELD>>` is replaced in it before it is parsed. */
  readonly template: TextArgument;
  readonly options: readonly { readonly name: string; readonly value: TextArgument }[];
}

const options = ["fieldstr", "matchstr", "matchseg1", "matchseg2", "matchseg3", "itemstr", "iterstr"];
const modes = ["multifield", "multivalue", "json_array", "auto_collections"] as const;

export const foreachCommand: CommandDefinition<ForeachCommand> = {
  names: ["foreach"],
  read: (body) => {
    const args = body.arguments({ template: true });
    const mode = args.choice("mode", modes) ?? "multifield";
    const texts = options.flatMap((name) => {
      const value = args.text(name);
      return value === undefined ? [] : [{ name, value }];
    });
    const fields = args.fieldPatterns("a field");
    const template = args.template();
    args.finish();
    // Where an option renames the placeholders, nothing is known of the text around them.
    if (texts.length === 0) checkTemplate(template).forEach((diagnostic) => body.report(diagnostic));
    return { ...body.node("foreach"), mode, fields, template, options: texts };
  },
  print: ({ mode, fields, template, options: texts }) =>
    row(
      "foreach",
      mode === "multifield" ? "" : `mode=${mode}`,
      printFields(fields),
      ...texts.map(({ name, value }) => textOption(name, value)),
      `[${template.value}]`,
    ),
};
