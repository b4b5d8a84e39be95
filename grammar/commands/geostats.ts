import { readAggregates, readBy } from "../aggregates.js";
import type { Aggregate, CommandNode, GroupByField } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { boolean, decimal, printOptions, readOptions, whole, word, type OptionsOf } from "../option-types.js";
import { printAggregates, printBy, row } from "../print.js";

const options = {
  translatetoxy: boolean(true),
  latfield: word("lat"),
  longfield: word("lon"),
  outputlatfield: word("latitude"),
  outputlongfield: word("longitude"),
  globallimit: whole(10),
  locallimit: whole(10),
  binspanlat: decimal(22.5),
  binspanlong: decimal(45),
  maxzoomlevel: whole(9),
};

/** Aggregates for the squares of a map. */
export interface GeostatsCommand extends CommandNode<"geostats"> {
  readonly options: OptionsOf<typeof options>;
  readonly aggregates: readonly Aggregate[];
  readonly by: readonly GroupByField[];
}

export const geostatsCommand: CommandDefinition<GeostatsCommand> = {
  names: ["geostats"],
  read: (body) => {
    const args = body.arguments();
    const settings = readOptions(args, options);
    const aggregates = readAggregates(args);
    const by = readBy(args);
    args.finish("an aggregate, `BY` or the end of the command");
    return { ...body.node("geostats"), options: settings, aggregates, by };
  },
  print: (node) =>
    row("geostats", printOptions(options, node.options), printAggregates(node.aggregates), printBy(node.by)),
};
