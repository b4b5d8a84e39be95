import type { CommandNode, FieldName, TextArgument } from "../ast.js";

export interface RegexCommand extends CommandNode<"regex"> {
  /** `_raw` when absent. */
  readonly field?: FieldName;
  readonly negated: boolean;
  readonly pattern: TextArgument;
}
