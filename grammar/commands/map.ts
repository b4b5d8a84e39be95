import type { CommandNode, Pipeline, TextArgument } from "../ast.js";

export interface MapCommand extends CommandNode<"map"> {
  readonly maxSearches: number;
  /** The search with its `$field$` tokens, as written. */
  readonly search?: TextArgument;
  readonly savedSearch?: TextArgument;
  /** The bracketed form `map [search …]`. */
  readonly pipeline?: Pipeline;
}
