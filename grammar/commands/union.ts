import type { CommandDefinition } from "../command.js";
import { printDataset, readDataset, type Dataset } from "../dataset.js";
import { printOptions, readOptions, type OptionsOf } from "../option-types.js";
import { row } from "../print.js";
import { subsearchOptions } from "../subsearch-options.js";
import type { CommandNode } from "../ast.js";

export interface UnionCommand extends CommandNode<"union"> {
  /** Limits of the subsearches. */
  readonly options: OptionsOf<typeof subsearchOptions>;
  readonly datasets: readonly Dataset[];
}

export const unionCommand: CommandDefinition<UnionCommand> = {
  names: ["union"],
  read: (body) => {
    const args = body.arguments();
    const limits = readOptions(args, subsearchOptions);
    const datasets = args.list(
      () => readDataset(args),
      () => args.peek()?.kind === "subsearch" || args.seesName(),
      "a dataset",
    );
    args.finish("a dataset or the end of the command");
    return { ...body.node("union"), options: limits, datasets };
  },
  print: ({ datasets, options: limits }) =>
    row("union", printOptions(subsearchOptions, limits), ...datasets.map(printDataset)),
};
