import type { AppendCommand } from "../../../grammar/commands/append.js";
import type { AppendpipeCommand } from "../../../grammar/commands/appendpipe.js";
import { union } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";

/** `append`: the rows of another search behind those there are. */
export function lowerAppend(
  command: AppendCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const other = context.lowerPipeline(command.pipeline);
  return other === undefined ? undefined : union([input, other], command.span);
}

/** `appendpipe`: what a pipeline makes of the rows, behind the rows. */
export function lowerAppendpipe(
  command: AppendpipeCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const made = context.lowerPipeline(command.pipeline, input);
  return made === undefined ? undefined : union([input, made], command.span);
}
