import type { Pipeline } from "../../../grammar/ast.js";
import type { MultisearchCommand } from "../../../grammar/commands/multisearch.js";
import type { UnionCommand } from "../../../grammar/commands/union.js";
import type { Dataset } from "../../../grammar/dataset.js";
import { union } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { allOrNone } from "../all-or-none.js";
import type { LowerContext } from "../context.js";
import { lowerDataset } from "../dataset.js";
import { refuseOption } from "../refuse-option.js";

/** `multisearch`: the events of several searches. */
export function lowerMultisearch(
  command: MultisearchCommand,
  input: LogicalPlan | undefined,
  context: LowerContext,
): LogicalPlan | undefined {
  if (input !== undefined) return refuseOption(command, "a position after another command", context);
  const plans = allOrNone(command.pipelines, (pipeline: Pipeline) => context.lowerPipeline(pipeline));
  return plans === undefined ? undefined : union(plans, command.span);
}

/** `union`: the rows of several data sets, behind the rows there are. */
export function lowerUnion(
  command: UnionCommand,
  input: LogicalPlan | undefined,
  context: LowerContext,
): LogicalPlan | undefined {
  const plans = allOrNone(command.datasets, (dataset: Dataset) =>
    lowerDataset(dataset, command.span, context),
  );
  if (plans === undefined) return undefined;
  return union(input === undefined ? plans : [input, ...plans], command.span);
}
