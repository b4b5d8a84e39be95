import type { Aggregate, CommandNode, GroupByField, SearchExpression } from "../ast.js";

export interface MstatsCommand extends CommandNode<"mstats"> {
  readonly aggregates: readonly Aggregate[];
  readonly where?: SearchExpression;
  readonly by: readonly GroupByField[];
  readonly options: readonly { readonly name: string; readonly value: string }[];
}
