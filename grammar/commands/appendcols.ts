import type { CommandNode, Pipeline } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printPipeline } from "../print-pipeline.js";
import { flag, otherOptions, row } from "../print.js";

/** Gives row n the fields of row n of a subsearch. */
export interface AppendcolsCommand extends CommandNode<"appendcols"> {
  readonly override: boolean;
  /** Limits of the subsearch. */
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly pipeline: Pipeline;
}

const options = ["extendtimerange", "maxtime", "maxout", "timeout"];

export const appendcolsCommand: CommandDefinition<AppendcolsCommand> = {
  names: ["appendcols"],
  read: (body) => {
    const args = body.arguments();
    const override = args.boolean("override", false);
    const limits = args.others(options);
    const pipeline = args.subsearch();
    args.finish();
    return { ...body.node("appendcols"), override, options: limits, pipeline };
  },
  print: ({ override, options: limits, pipeline }) =>
    row(
      "appendcols",
      flag("override", override, false),
      otherOptions(limits),
      `[${printPipeline(pipeline)}]`,
    ),
};
