import type { Aggregate, CommandNode, EvalExpression, GroupByField, SpanArgument } from "../ast.js";

export interface StreamstatsCommand extends CommandNode<"streamstats"> {
  readonly aggregates: readonly Aggregate[];
  readonly by: readonly GroupByField[];
  readonly current: boolean;
  /** 0: all rows. */
  readonly window: number;
  readonly timeWindow?: SpanArgument;
  readonly global: boolean;
  readonly allnum: boolean;
  readonly resetOnChange: boolean;
  readonly resetBefore?: EvalExpression;
  readonly resetAfter?: EvalExpression;
}
