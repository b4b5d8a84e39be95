import type { CommandNode, SpanArgument } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { choice, printOptions, readOptions, word, type OptionsOf } from "../option-types.js";
import { row } from "../print.js";
import { printSpan } from "../span-argument.js";

const options = {
  align: choice(["now", "end"], "end"),
  time_format: word(),
  series: choice(["relative", "exact", "short"], "relative"),
};

/** Lays the periods of a time chart over each other. */
export interface TimewrapCommand extends CommandNode<"timewrap"> {
  readonly period: SpanArgument;
  readonly options: OptionsOf<typeof options>;
}

export const timewrapCommand: CommandDefinition<TimewrapCommand> = {
  names: ["timewrap"],
  read: (body) => {
    const args = body.arguments();
    const settings = readOptions(args, options);
    const period = args.spanHere();
    args.finish();
    return { ...body.node("timewrap"), period, options: settings };
  },
  print: (node) => row("timewrap", printSpan(node.period), printOptions(options, node.options)),
};
