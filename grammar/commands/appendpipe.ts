import type { CommandDefinition } from "../command.js";
import { printCommands } from "../print-pipeline.js";
import { flag, row } from "../print.js";
import type { CommandNode, Pipeline } from "../ast.js";

export interface AppendpipeCommand extends CommandNode<"appendpipe"> {
  readonly runInPreview: boolean;
  readonly pipeline: Pipeline;
}

export const appendpipeCommand: CommandDefinition<AppendpipeCommand> = {
  names: ["appendpipe"],
  read: (body) => {
    const args = body.arguments();
    const runInPreview = args.boolean("run_in_preview", true);
    const pipeline = args.subsearch();
    args.finish();
    return { ...body.node("appendpipe"), runInPreview, pipeline };
  },
  print: ({ runInPreview, pipeline }) =>
    row("appendpipe", flag("run_in_preview", runInPreview, true), `[${printCommands(pipeline)}]`),
};
