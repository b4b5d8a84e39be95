import type { CommandNode, Pipeline } from "../ast.js";

export interface AppendCommand extends CommandNode<"append"> {
  readonly pipeline: Pipeline;
}
