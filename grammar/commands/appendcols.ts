import type { CommandNode, Pipeline } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printOptions, readOptions, type OptionsOf } from "../option-types.js";
import { subsearchOptions } from "../subsearch-options.js";
import { printPipeline } from "../print-pipeline.js";
import { flag, row } from "../print.js";

/** Gives row n the fields of row n of a subsearch. */
export interface AppendcolsCommand extends CommandNode<"appendcols"> {
  readonly override: boolean;
  /** Limits of the subsearch. */
  readonly options: OptionsOf<typeof subsearchOptions>;
  readonly pipeline: Pipeline;
}

export const appendcolsCommand: CommandDefinition<AppendcolsCommand> = {
  names: ["appendcols"],
  read: (body) => {
    const args = body.arguments();
    const override = args.boolean("override", false);
    const limits = readOptions(args, subsearchOptions);
    const pipeline = args.subsearch();
    args.finish();
    return { ...body.node("appendcols"), override, options: limits, pipeline };
  },
  print: ({ override, options: limits, pipeline }) =>
    row(
      "appendcols",
      flag("override", override, false),
      printOptions(subsearchOptions, limits),
      `[${printPipeline(pipeline)}]`,
    ),
};
