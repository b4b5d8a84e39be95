import type { LogicalPlan } from "../../../plan/plan.js";
import { shapeOf } from "../../../plan/shape/shape-of.js";
import { scansOf } from "../../../plan/visitor.js";
import type { Session } from "./session.js";

/**
 * Reports what keeps a plan from running each minute over the events of that minute: it has to find events one by one,
 * and may only group what it found. https://learn.microsoft.com/azure/sentinel/near-real-time-rules
 */
export function checkNearRealTime(plan: LogicalPlan, session: Session): void {
  const refuse = (reason: string, span = plan.span): void =>
    session.unsupported("a rule in near real time", reason, span);
  for (const { time } of scansOf(plan))
    if (time !== undefined)
      refuse("the search states a range of its own, and such a rule has none", time.span);
  const shape = shapeOf(plan);
  if (shape.kind === "events") return;
  refuse(
    "it runs each minute over the events of that minute, and the search compares more than single events",
    "span" in shape ? shape.span : plan.span,
  );
}
