import type { LogicalPlan, TimeRange } from "../../plan/plan.js";
import { scansOf } from "../../plan/visitor.js";

/**
 * The time range that a search states for all that it reads. Without `latest` the range ends now ("Time modifiers").
 */
export function statedRange(
  plan: LogicalPlan,
): { readonly earliest: string; readonly latest: string } | undefined {
  const times = scansOf(plan).map(({ time }): TimeRange | undefined => time);
  const [first] = times;
  const { earliest, latest = "now" } = first ?? {};
  const same = times.every((time) => time?.earliest === earliest && (time?.latest ?? "now") === latest);
  return earliest === undefined || !same ? undefined : { earliest, latest };
}
