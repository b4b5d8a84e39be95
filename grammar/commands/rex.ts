import type { CommandDefinition } from "../command.js";
import { fieldOption, numberOption, printText, row } from "../print.js";
import type { CommandNode, FieldName, NumberArgument, TextArgument } from "../ast.js";

export interface RexCommand extends CommandNode<"rex"> {
  /** `_raw` when absent. */
  readonly field?: FieldName;
  readonly mode: "extract" | "sed";
  readonly pattern: TextArgument;
  /** 1 by default; 0 means without limit. */
  readonly maxMatch: number;
  readonly maxMatchArgument?: NumberArgument;
  readonly offsetField?: FieldName;
}

export const rexCommand: CommandDefinition<RexCommand> = {
  names: ["rex"],
  read: (body) => {
    const args = body.arguments();
    const field = args.field("field");
    const mode = args.choice("mode", ["sed"]) ?? "extract";
    const maxMatchArgument = args.numberArgument("max_match");
    const offsetField = args.field("offset_field");
    const pattern = args.textValue(mode === "sed" ? "a sed expression" : "a regular expression in quotes");
    args.finish();
    return {
      ...body.node("rex"),
      ...(field === undefined ? {} : { field }),
      mode,
      pattern,
      maxMatch: maxMatchArgument?.value ?? 1,
      ...(maxMatchArgument === undefined ? {} : { maxMatchArgument }),
      ...(offsetField === undefined ? {} : { offsetField }),
    };
  },
  print: (node) =>
    row(
      "rex",
      fieldOption("field", node.field),
      node.mode === "sed" ? "mode=sed" : "",
      numberOption("max_match", node.maxMatchArgument?.value),
      fieldOption("offset_field", node.offsetField),
      printText(node.pattern),
    ),
};
