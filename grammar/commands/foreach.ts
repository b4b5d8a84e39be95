import type { CommandNode, FieldPattern, TextArgument } from "../ast.js";

export interface ForeachCommand extends CommandNode<"foreach"> {
  readonly mode: "multifield" | "multivalue" | "json_array" | "auto_collections";
  readonly fields: readonly FieldPattern[];
  /** The text between the brackets: `<<FIELD>>` is replaced in it before it is parsed. */
  readonly template: TextArgument;
  readonly options: readonly { readonly name: string; readonly value: TextArgument }[];
}
