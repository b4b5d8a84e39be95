import type { Aggregate, CommandNode, GroupByField } from "../ast.js";

export interface StatsCommand extends CommandNode<"stats"> {
  readonly aggregates: readonly Aggregate[];
  readonly by: readonly GroupByField[];
  readonly allnum: boolean;
  readonly delim?: string;
  readonly partitions?: number;
  readonly dedupSplitValues: boolean;
}
