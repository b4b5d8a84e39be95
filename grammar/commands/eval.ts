import type { CommandDefinition } from "../command.js";
import { printAssignments } from "../print-eval.js";
import type { Assignment, CommandNode } from "../ast.js";

export interface EvalCommand extends CommandNode<"eval"> {
  readonly assignments: readonly Assignment[];
}

export const evalCommand: CommandDefinition<EvalCommand> = {
  names: ["eval"],
  read: (body) => {
    const assignments = body.assignments();
    return { ...body.node("eval"), assignments };
  },
  print: ({ assignments }) => `eval ${printAssignments(assignments)}`,
};
