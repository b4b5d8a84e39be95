import type { CommandDefinition } from "../command.js";
import { readAggregates, readBy } from "../aggregates.js";
import { printEvalExpression } from "../print-eval.js";
import { printSpan } from "../span-argument.js";
import { flag, numberOption, option, printAggregates, printBy, row } from "../print.js";
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

export const streamstatsCommand: CommandDefinition<StreamstatsCommand> = {
  names: ["streamstats"],
  read: (body) => {
    const args = body.arguments({ options: { reset_before: "eval", reset_after: "eval" } });
    const timeWindow = args.span("time_window");
    const resetBefore = args.expression("reset_before");
    const resetAfter = args.expression("reset_after");
    const options = {
      current: args.boolean("current", true),
      window: args.count("window", 0),
      global: args.boolean("global", true),
      allnum: args.boolean("allnum", false),
      resetOnChange: args.boolean("reset_on_change", false),
    };
    const aggregates = readAggregates(args);
    const by = readBy(args);
    args.finish("an aggregate, `BY` or the end of the command");
    return {
      ...body.node("streamstats"),
      aggregates,
      by,
      ...options,
      ...(timeWindow === undefined ? {} : { timeWindow }),
      ...(resetBefore === undefined ? {} : { resetBefore }),
      ...(resetAfter === undefined ? {} : { resetAfter }),
    };
  },
  print: (node) =>
    row(
      "streamstats",
      flag("reset_on_change", node.resetOnChange, false),
      node.resetBefore && `reset_before=(${printEvalExpression(node.resetBefore)})`,
      node.resetAfter && `reset_after=(${printEvalExpression(node.resetAfter)})`,
      flag("current", node.current, true),
      numberOption("window", node.window, 0),
      node.timeWindow && option("time_window", printSpan(node.timeWindow)),
      flag("global", node.global, true),
      flag("allnum", node.allnum, false),
      printAggregates(node.aggregates),
      printBy(node.by),
    ),
};
