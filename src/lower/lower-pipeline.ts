import type { Pipeline } from "../../grammar/ast.js";
import type { LogicalPlan } from "../plan/plan.js";
import type { LowerContext } from "./context.js";
import { lowerCommand } from "./lower-command.js";

/**
 * Lowers the commands of a pipeline one after the other, beginning with `input` where it goes on from other rows. Stops
 * at the first command that reports an error and gives `undefined`.
 */
export function lowerPipeline(
  pipeline: Pipeline,
  input: LogicalPlan | undefined,
  context: Pick<
    LowerContext,
    "options" | "mentioned" | "unknownValues" | "automaticSpans" | "depth" | "report"
  >,
): LogicalPlan | undefined {
  const { options, mentioned, unknownValues, automaticSpans, depth } = context;
  let plan = input;
  for (const [index, command] of pipeline.commands.entries()) {
    plan = lowerCommand(command, plan, {
      options,
      mentioned,
      unknownValues,
      automaticSpans,
      depth,
      following: pipeline.commands.slice(index + 1),
      report: (diagnostic) => context.report(diagnostic),
      lowerPipeline: (inner, from) =>
        lowerPipeline(inner, from, {
          options,
          mentioned,
          unknownValues,
          automaticSpans,
          depth: depth + 1,
          report: (diagnostic) => context.report(diagnostic),
        }),
    });
    if (plan === undefined) return undefined;
  }
  return plan;
}
