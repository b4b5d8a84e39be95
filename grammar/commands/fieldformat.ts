import type { CommandNode, Assignment } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printAssignments } from "../print-eval.js";

/** Changes how a field is shown, not its value. */
export interface FieldformatCommand extends CommandNode<"fieldformat"> {
  readonly assignments: readonly Assignment[];
}

export const fieldformatCommand: CommandDefinition<FieldformatCommand> = {
  names: ["fieldformat"],
  read: (body) => {
    const assignments = body.assignments();
    return { ...body.node("fieldformat"), assignments };
  },
  print: ({ assignments }) => `fieldformat ${printAssignments(assignments)}`,
};
