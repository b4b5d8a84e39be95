import type { CommandNode, EvalExpression } from "../ast.js";

export interface WhereCommand extends CommandNode<"where"> {
  readonly expression: EvalExpression;
}
