import type { CommandNode, Pipeline } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printPipeline } from "../print-pipeline.js";

/** Runs a search with its work spread over several machines. */
export interface PrjobCommand extends CommandNode<"prjob"> {
  readonly pipeline: Pipeline;
}

export const prjobCommand: CommandDefinition<PrjobCommand> = {
  names: ["prjob"],
  read: (body) => {
    const args = body.arguments();
    const pipeline = args.subsearch();
    args.finish();
    return { ...body.node("prjob"), pipeline };
  },
  print: ({ pipeline }) => `prjob [${printPipeline(pipeline)}]`,
};
