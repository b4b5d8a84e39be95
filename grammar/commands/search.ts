import type { CommandDefinition } from "../command.js";
import { printSearchExpression } from "../print-search.js";
import type { CommandNode, SearchExpression } from "../ast.js";

/** `search <expression>`; implied at the head of a search. */
export interface SearchCommand extends CommandNode<"search"> {
  /** Absent for an empty search, which keeps every event. */
  readonly expression?: SearchExpression;
  /** True when the word `search` is not written. */
  readonly implied: boolean;
}

export const searchCommand: CommandDefinition<SearchCommand> = {
  names: ["search"],
  read: (body) => {
    const expression = body.search();
    return {
      ...body.node("search"),
      ...(expression === undefined ? {} : { expression }),
      implied: body.implied,
    };
  },
  print: ({ expression, implied }) => {
    const printed = expression === undefined ? "" : printSearchExpression(expression);
    return implied ? printed : `search ${printed}`.trimEnd();
  },
};
