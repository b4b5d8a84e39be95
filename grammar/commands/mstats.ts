import type { CommandDefinition } from "../command.js";
import { readAggregates, readBy } from "../aggregates.js";
import { boolean, printOptions, readOptions, span, whole, word, type OptionsOf } from "../option-types.js";
import { printSearchExpression } from "../print-search.js";
import { printAggregates, printBy, row } from "../print.js";
import type { Aggregate, CommandNode, GroupByField, SearchExpression } from "../ast.js";

export const mstatsOptions = {
  chart: boolean(false),
  "chart.limit": word("top10"),
  "chart.agg": word("sum"),
  "chart.usenull": boolean(true),
  "chart.useother": boolean(true),
  "chart.nullstr": word("NULL"),
  "chart.otherstr": word("OTHER"),
  prestats: boolean(false),
  append: boolean(false),
  update_period: whole(0),
  fillnull_value: word(),
};

/** Options that say how the work is done and not what comes out. */
const executionOptions = { backfill: boolean(true), chunk_size: whole(10_000_000) };

/** Options behind the fields, where no field takes them. */
export const mstatsTimeOptions = { span: span(), every: span() };

export interface MstatsCommand extends CommandNode<"mstats"> {
  readonly aggregates: readonly Aggregate[];
  readonly where?: SearchExpression;
  readonly by: readonly GroupByField[];
  readonly options: OptionsOf<typeof mstatsOptions>;
  readonly execution: OptionsOf<typeof executionOptions>;
  readonly time: OptionsOf<typeof mstatsTimeOptions>;
}

export const mstatsCommand: CommandDefinition<MstatsCommand> = {
  names: ["mstats"],
  read: (body) => {
    const args = body.arguments({
      search: { after: "where", until: ["by", "groupby"], options: ["span", "every"] },
    });
    const options = readOptions(args, mstatsOptions);
    const execution = readOptions(args, executionOptions);
    const aggregates = readAggregates(args);
    const where = args.take("where") === undefined ? undefined : args.searchClause();
    const by = readBy(args, "groupby");
    const time = readOptions(args, mstatsTimeOptions);
    args.finish("`WHERE`, `BY` or the end of the command");
    return {
      ...body.node("mstats"),
      aggregates,
      ...(where === undefined ? {} : { where }),
      by,
      options,
      execution,
      time,
    };
  },
  print: (node) =>
    row(
      "mstats",
      printOptions(mstatsOptions, node.options),
      printOptions(executionOptions, node.execution),
      printAggregates(node.aggregates),
      node.where && `where ${printSearchExpression(node.where)}`,
      printBy(node.by),
      printOptions(mstatsTimeOptions, node.time),
    ),
};
