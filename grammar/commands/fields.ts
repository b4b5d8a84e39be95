import type { CommandNode, FieldPattern } from "../ast.js";

export interface FieldsCommand extends CommandNode<"fields"> {
  readonly mode: "keep" | "remove";
  readonly fields: readonly FieldPattern[];
}
