import type { Aggregate, CommandNode, GroupByField } from "../ast.js";

export interface EventstatsCommand extends CommandNode<"eventstats"> {
  readonly aggregates: readonly Aggregate[];
  readonly by: readonly GroupByField[];
  readonly allnum: boolean;
}
