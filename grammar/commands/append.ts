import type { CommandDefinition } from "../command.js";
import { printPipeline } from "../print-pipeline.js";
import { otherOptions, row } from "../print.js";
import type { CommandNode, Pipeline } from "../ast.js";

export interface AppendCommand extends CommandNode<"append"> {
  /** Limits of the subsearch. */
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly pipeline: Pipeline;
}

const options = ["extendtimerange", "maxtime", "maxout", "timeout"];

export const appendCommand: CommandDefinition<AppendCommand> = {
  names: ["append"],
  read: (body) => {
    const args = body.arguments();
    const limits = args.others(options);
    const pipeline = args.subsearch();
    args.finish();
    return { ...body.node("append"), options: limits, pipeline };
  },
  print: ({ options: limits, pipeline }) =>
    row("append", otherOptions(limits), `[${printPipeline(pipeline)}]`),
};
