import type { CommandNode, FieldPattern } from "../ast.js";

export interface RenameCommand extends CommandNode<"rename"> {
  readonly renames: readonly { readonly from: FieldPattern; readonly to: FieldPattern }[];
}
