import { sigmaDiagnostics } from "../../diagnostics/codes/sigma.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { shapeOf } from "../../plan/shape/shape-of.js";
import type { BackendContext, Transformed } from "../../target/backend.js";
import { transformEvents } from "./events.js";
import { transformMeeting } from "./meeting.js";
import { transformThreshold } from "./correlation.js";
import type { SigmaRules } from "./rule.js";

/** The rules that match exactly the events which contribute to a result, or the groups that do. */
export function transform(plan: LogicalPlan, context: BackendContext): Transformed<SigmaRules> | undefined {
  const shape = shapeOf(plan);
  switch (shape.kind) {
    case "events":
      return transformEvents(shape, plan.span, context);
    case "threshold":
      return transformThreshold(shape, context);
    case "meeting":
      return transformMeeting(shape, context);
    case "first-seen":
      context.report(sigmaDiagnostics["first-seen"](shape.span, { fields: shape.keys }));
      return undefined;
    case "correlation":
      context.report(sigmaDiagnostics.correlation(shape.span, { construct: shape.construct }));
      return undefined;
    case "other":
      context.report(sigmaDiagnostics["not-an-event-search"](shape.span, { construct: shape.construct }));
      return undefined;
  }
}
