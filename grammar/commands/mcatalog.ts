import { readAggregates, readBy } from "../aggregates.js";
import type { Aggregate, CommandNode, GroupByField, SearchExpression } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { boolean, printOptions, readOptions, type OptionsOf } from "../option-types.js";
import { printAggregates, printBy, row } from "../print.js";
import { printSearchExpression } from "../print-search.js";

const options = { prestats: boolean(false), append: boolean(false) };

/** Lists the metrics of an index and their dimensions. */
export interface McatalogCommand extends CommandNode<"mcatalog"> {
  readonly options: OptionsOf<typeof options>;
  readonly aggregates: readonly Aggregate[];
  readonly where?: SearchExpression;
  readonly by: readonly GroupByField[];
}

export const mcatalogCommand: CommandDefinition<McatalogCommand> = {
  names: ["mcatalog"],
  read: (body) => {
    const args = body.arguments({ search: { after: "where", until: ["by", "groupby"] } });
    const settings = readOptions(args, options);
    const aggregates = readAggregates(args);
    const where = args.take("where") === undefined ? undefined : args.searchClause();
    const by = readBy(args, "groupby");
    args.finish("`WHERE`, `BY` or the end of the command");
    return {
      ...body.node("mcatalog"),
      options: settings,
      aggregates,
      ...(where === undefined ? {} : { where }),
      by,
    };
  },
  print: (node) =>
    row(
      "mcatalog",
      printOptions(options, node.options),
      printAggregates(node.aggregates),
      node.where && `where ${printSearchExpression(node.where)}`,
      printBy(node.by),
    ),
};
