import type { CommandNode, FieldPattern } from "../ast.js";

export interface TableCommand extends CommandNode<"table"> {
  readonly fields: readonly FieldPattern[];
}
