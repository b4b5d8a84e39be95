import type { LogicalPlan } from "../../../plan/plan.js";
import type { EventBranch } from "../../../plan/shape/shape.js";
import { shapeOf } from "../../../plan/shape/shape-of.js";
import * as build from "../../../plan/build/index.js";

/** The part of a plan that an event query has to hold: which events there are, and nothing that is done with them. */
export function eqlCore(plan: LogicalPlan): LogicalPlan {
  const shape = shapeOf(plan);
  if (shape.kind !== "events") return plan;
  const branches = shape.branches.map(eventsOf);
  const [only] = branches;
  return branches.length === 1 && only !== undefined ? only : build.union(branches, plan.span);
}

function eventsOf({ scan, predicate }: EventBranch): LogicalPlan {
  return predicate === undefined ? scan : build.filter(scan, predicate, predicate.span);
}
