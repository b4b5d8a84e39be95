import type { CommandNode, FieldName, SearchValue } from "../ast.js";

export interface ReplaceCommand extends CommandNode<"replace"> {
  readonly replacements: readonly { readonly from: SearchValue; readonly to: SearchValue }[];
  /** Empty: every field. */
  readonly fields: readonly FieldName[];
}
