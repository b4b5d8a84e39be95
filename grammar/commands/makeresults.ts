import type { CommandNode } from "../ast.js";

export interface MakeresultsCommand extends CommandNode<"makeresults"> {
  readonly count: number;
  readonly annotate: boolean;
  readonly options: readonly { readonly name: string; readonly value: string }[];
}
