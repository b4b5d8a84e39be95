import type { CommandNode, FieldName, TextArgument } from "../ast.js";

export interface SpathCommand extends CommandNode<"spath"> {
  /** `_raw` when absent. */
  readonly input?: FieldName;
  readonly output?: FieldName;
  /** Absent: every path of the input becomes a field. */
  readonly path?: TextArgument;
}
