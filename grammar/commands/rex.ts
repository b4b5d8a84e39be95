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
