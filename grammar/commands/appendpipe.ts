import type { CommandNode, Pipeline } from "../ast.js";

export interface AppendpipeCommand extends CommandNode<"appendpipe"> {
  readonly pipeline: Pipeline;
}
