import type { CommandNode, SearchExpression } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printSearchExpression } from "../print-search.js";
import { row } from "../print.js";

/** Finds events by their host, source and source type alone. */
export interface MetasearchCommand extends CommandNode<"metasearch"> {
  readonly expression?: SearchExpression;
}

export const metasearchCommand: CommandDefinition<MetasearchCommand> = {
  names: ["metasearch"],
  read: (body) => {
    const expression = body.search();
    return { ...body.node("metasearch"), ...(expression === undefined ? {} : { expression }) };
  },
  print: ({ expression }) => row("metasearch", expression && printSearchExpression(expression)),
};
