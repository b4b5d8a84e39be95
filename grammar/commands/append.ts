import type { CommandDefinition } from "../command.js";
import { printOptions, readOptions, type OptionsOf } from "../option-types.js";
import { subsearchOptions } from "../subsearch-options.js";
import { printPipeline } from "../print-pipeline.js";
import { row } from "../print.js";
import type { CommandNode, Pipeline } from "../ast.js";

export interface AppendCommand extends CommandNode<"append"> {
  /** Limits of the subsearch. */
  readonly options: OptionsOf<typeof subsearchOptions>;
  readonly pipeline: Pipeline;
}

export const appendCommand: CommandDefinition<AppendCommand> = {
  names: ["append"],
  read: (body) => {
    const args = body.arguments();
    const limits = readOptions(args, subsearchOptions);
    const pipeline = args.subsearch();
    args.finish();
    return { ...body.node("append"), options: limits, pipeline };
  },
  print: ({ options: limits, pipeline }) =>
    row("append", printOptions(subsearchOptions, limits), `[${printPipeline(pipeline)}]`),
};
