import type { Assignment, CommandNode } from "../ast.js";

export interface EvalCommand extends CommandNode<"eval"> {
  readonly assignments: readonly Assignment[];
}
