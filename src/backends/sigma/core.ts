import * as build from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { shapeOf } from "../../plan/shape/shape-of.js";

/**
 * What decides: the events that a rule has to match, or the groups that pass, without what only groups and shows them.
 */
export function core(plan: LogicalPlan): LogicalPlan {
  const shape = shapeOf(plan);
  if (shape.kind === "threshold") return build.filter(shape.aggregate, shape.condition, shape.condition.span);
  if (shape.kind !== "events") return plan;
  const branches = shape.branches.map(({ scan, predicate }) =>
    predicate === undefined ? scan : build.filter(scan, predicate, predicate.span),
  );
  const [only] = branches;
  return branches.length === 1 && only !== undefined ? only : build.union(branches, plan.span);
}
