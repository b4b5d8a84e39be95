import type { CommandNode } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { chartCommand } from "./chart.js";
import { statsCommand } from "./stats.js";
import { timechartCommand } from "./timechart.js";
import { topCommand } from "./top.js";

/** A command whose rows hold what the command it is named after needs later: partial results for a summary index. */
export interface SummaryIndexing<Name extends string, Node> extends CommandNode<Name> {
  readonly command: Node;
}

/** The definition of `si…`, which is written as the command it is named after. */
function summaryIndexing<Name extends string, Node>(
  names: readonly [Name, ...string[]],
  { read, print }: CommandDefinition<Node>,
): CommandDefinition<SummaryIndexing<Name, Node>> {
  const [name] = names;
  return {
    names,
    read: (body) => {
      const command = read(body);
      return { ...body.node(name), command };
    },
    print: ({ command }) => `si${print(command)}`,
  };
}

export const sistatsCommand = summaryIndexing(["sistats"], statsCommand);
export const sichartCommand = summaryIndexing(["sichart"], chartCommand);
export const sitimechartCommand = summaryIndexing(["sitimechart"], timechartCommand);
/** `sirare` is the same command with the order turned around. */
export const sitopCommand = summaryIndexing(["sitop", "sirare"], topCommand);
