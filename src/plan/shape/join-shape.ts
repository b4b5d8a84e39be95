import type { Join, LogicalPlan } from "../plan.js";
import { inputsOf } from "../visitor.js";
import type { Ended, EventState } from "./event-state.js";

/**
 * Rows that another search lets pass. What was not seen before, in a table of history or in the events of a longer
 * time, is a first-seen detection; everything else a correlation.
 */
export function joinShape(plan: Join, state: EventState): Ended {
  if (plan.type === "anti" && isHistory(plan.right, state)) {
    return { kind: "first-seen", keys: plan.keys.map(({ left }) => left), span: plan.span };
  }
  const constructs = {
    inner: "a join",
    left: "a left join",
    semi: "a subsearch",
    anti: "a subsearch under NOT",
  } as const;
  return { kind: "correlation", construct: constructs[plan.type], span: plan.span };
}

/** A table that holds what was seen, or the same log source with a time range of its own. */
function isHistory(plan: LogicalPlan, state: EventState): boolean {
  if (plan.kind !== "scan") return inputsOf(plan).every((input) => isHistory(input, state));
  const { source, time } = plan;
  if (source.kind !== "log") return source.kind === "lookup";
  const read = state.branches.map((branch) => branch.scan.source);
  return time !== undefined && read.some((each) => each.kind === "log" && each.id === source.id);
}
