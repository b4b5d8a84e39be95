import type { CommandNode, FieldPattern, TextArgument } from "../ast.js";

export interface FillnullCommand extends CommandNode<"fillnull"> {
  /** `0` when absent. */
  readonly value?: TextArgument;
  /** Empty: every field of every row. */
  readonly fields: readonly FieldPattern[];
}
