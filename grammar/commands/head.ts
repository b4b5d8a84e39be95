import type { CommandNode, EvalExpression } from "../ast.js";

export interface HeadCommand extends CommandNode<"head"> {
  /** 10 by default. */
  readonly count?: number;
  readonly while?: EvalExpression;
  readonly keepLast: boolean;
  readonly nullContinues: boolean;
}
