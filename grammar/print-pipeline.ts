import type { Pipeline } from "./ast.js";
import { printCommand } from "./commands/index.js";

/** Writes the commands of a pipeline; one that does not begin with `search` begins with a pipe. */
export function printPipeline({ commands }: Pipeline): string {
  const [first] = commands;
  const printed = commands.map(printCommand).join(" | ");
  return first === undefined || first.kind === "search" ? printed : `| ${printed}`;
}
