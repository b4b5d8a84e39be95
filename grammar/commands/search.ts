import type { CommandNode, SearchExpression } from "../ast.js";

/** `search <expression>`; implied at the head of a search. */
export interface SearchCommand extends CommandNode<"search"> {
  /** Absent for an empty search, which keeps every event. */
  readonly expression?: SearchExpression;
  /** True when the word `search` is not written. */
  readonly implied: boolean;
}
