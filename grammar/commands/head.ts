import type { CommandDefinition } from "../command.js";
import { printEvalExpression } from "../print-eval.js";
import { flag, row } from "../print.js";
import type { CommandNode, EvalExpression } from "../ast.js";

export interface HeadCommand extends CommandNode<"head"> {
  /** 10 by default. */
  readonly count?: number;
  readonly while?: EvalExpression;
  readonly keepLast: boolean;
  readonly nullContinues: boolean;
}

export const headCommand: CommandDefinition<HeadCommand> = {
  names: ["head"],
  read: (body) => {
    const args = body.arguments({ parentheses: "eval" });
    const keepLast = args.boolean("keeplast", false);
    const nullContinues = args.boolean("null", false);
    const limit = args.option("limit");
    const count = limit === undefined ? args.wholeNumber() : args.countOf(limit);
    args.take("while");
    const condition = args.expressionHere();
    args.finish("a number or an expression in parentheses");
    return {
      ...body.node("head"),
      ...(count === undefined ? {} : { count }),
      ...(condition === undefined ? {} : { while: condition }),
      keepLast,
      nullContinues,
    };
  },
  print: (node) =>
    row(
      "head",
      node.count === undefined ? "" : `limit=${node.count}`,
      node.while && `(${printEvalExpression(node.while)})`,
      flag("null", node.nullContinues, false),
      flag("keeplast", node.keepLast, false),
    ),
};
