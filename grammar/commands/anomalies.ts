import { readBy } from "../aggregates.js";
import type { CommandNode, GroupByField } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { boolean, decimal, printOptions, readOptions, whole, word, type OptionsOf } from "../option-types.js";
import { printBy, row } from "../print.js";

const options = {
  threshold: decimal(0.01),
  labelonly: boolean(false),
  normalize: boolean(true),
  maxvalues: whole(100),
  field: word("_raw"),
  denylist: word(),
  denylistthreshold: decimal(0.05),
  blacklist: word(),
  blacklistthreshold: decimal(0.05),
};

/** Finds events that are unlike those before them. */
export interface AnomaliesCommand extends CommandNode<"anomalies"> {
  readonly options: OptionsOf<typeof options>;
  readonly by: readonly GroupByField[];
}

export const anomaliesCommand: CommandDefinition<AnomaliesCommand> = {
  names: ["anomalies"],
  read: (body) => {
    const args = body.arguments();
    const settings = readOptions(args, options);
    const by = readBy(args);
    args.finish("`BY` or the end of the command");
    return { ...body.node("anomalies"), options: settings, by };
  },
  print: (node) => row("anomalies", printOptions(options, node.options), printBy(node.by)),
};
