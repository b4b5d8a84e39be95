import type { CommandNode, FieldName } from "../ast.js";

export interface MvexpandCommand extends CommandNode<"mvexpand"> {
  readonly field: FieldName;
  /** 0: without limit. */
  readonly limit: number;
}
