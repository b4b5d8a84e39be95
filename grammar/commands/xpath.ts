import type { CommandNode, FieldName, TextArgument } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { fieldOption, printText, row, textOption } from "../print.js";

/** Takes values out of XML by a path. */
export interface XpathCommand extends CommandNode<"xpath"> {
  readonly path: TextArgument;
  /** `_raw` when absent. */
  readonly field?: FieldName;
  /** `xpath` when absent. */
  readonly outfield?: FieldName;
  readonly default?: TextArgument;
}

export const xpathCommand: CommandDefinition<XpathCommand> = {
  names: ["xpath"],
  read: (body) => {
    const args = body.arguments();
    const field = args.field("field");
    const outfield = args.field("outfield");
    const absent = args.text("default");
    const path = args.textValue("a path in quotes");
    args.finish();
    return {
      ...body.node("xpath"),
      path,
      ...(field === undefined ? {} : { field }),
      ...(outfield === undefined ? {} : { outfield }),
      ...(absent === undefined ? {} : { default: absent }),
    };
  },
  print: (node) =>
    row(
      "xpath",
      fieldOption("field", node.field),
      fieldOption("outfield", node.outfield),
      textOption("default", node.default),
      printText(node.path),
    ),
};
