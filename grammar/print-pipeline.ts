import type { Pipeline } from "./ast.js";
import { printCommand } from "./commands/index.js";

/** Writes the commands of a pipeline; one that does not begin with `search` begins with a pipe. */
export function printPipeline(pipeline: Pipeline): string {
  const [first] = pipeline.commands;
  const printed = printCommands(pipeline);
  return first === undefined || first.kind === "search" ? printed : `| ${printed}`;
}

/** Writes commands that go on with the rows of another pipeline. */
export function printCommands({ commands }: Pipeline): string {
  return commands.map(printCommand).join(" | ");
}
