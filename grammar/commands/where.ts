import type { CommandDefinition } from "../command.js";
import { printEvalExpression } from "../print-eval.js";
import type { CommandNode, EvalExpression } from "../ast.js";

export interface WhereCommand extends CommandNode<"where"> {
  readonly expression: EvalExpression;
}

export const whereCommand: CommandDefinition<WhereCommand> = {
  names: ["where"],
  read: (body) => {
    const expression = body.expression();
    return { ...body.node("where"), expression };
  },
  print: ({ expression }) => `where ${printEvalExpression(expression)}`,
};
