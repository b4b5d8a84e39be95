import type { GroupKey, LogicalPlan } from "../plan.js";
import { inputsOf } from "../visitor.js";
import { judgesGroups, needOfRight, needsOf, nothing, type Need } from "./deciding-columns.js";

/**
 * The group keys by which something decides: behind them stands a step that asks for their value, for how many groups
 * there are, or for an aggregate of one. The other keys only tell apart rows that are there whatever the keys are.
 */
export function decidingKeys(plan: LogicalPlan, need: Need = nothing): ReadonlySet<GroupKey> {
  const keys = new Set<GroupKey>();
  if (plan.kind === "aggregate") {
    const judged = judgesGroups(plan, need);
    for (const key of plan.keys) if (judged || need.columns.has(key.name)) keys.add(key);
  }
  for (const [index, input] of inputsOf(plan).entries())
    for (const key of decidingKeys(input, needOfInput(plan, index, need))) keys.add(key);
  return keys;
}

function needOfInput(plan: LogicalPlan, index: number, need: Need): Need {
  if (plan.kind === "scan" || plan.kind === "union") return need;
  return plan.kind === "join" && index === 1 ? needOfRight(plan, need) : needsOf(plan, need);
}
