import type { LogicalPlan } from "../plan/plan.js";
import type { BindingContext } from "./bind.js";
import { chooseHomes } from "./choose-homes.js";
import { gapsIn, type Gap } from "./gaps-in.js";

/** What stands between a plan and a target's tables, in the homes that are chosen for it. */
export function gapsOf(plan: LogicalPlan, context: BindingContext): readonly Gap[] {
  return gapsIn(plan, { ...context, settings: chooseHomes(plan, context) });
}

/** A gap over many detections. */
export interface CountedGap extends Gap {
  /** Detections that have no other gap: they would compile as far as the catalog goes. */
  readonly unlocks: number;
  readonly needed: number;
}

/** The gaps of many detections, those first that would unlock most. */
export function countGaps(gapsByDetection: readonly (readonly Gap[])[]): readonly CountedGap[] {
  const counted = new Map<string, CountedGap>();
  for (const gaps of gapsByDetection) {
    const distinct = new Map(gaps.map((gap) => [`${gap.source} ${gap.field ?? ""}`, gap]));
    for (const [key, gap] of distinct) {
      const before = counted.get(key) ?? { ...gap, unlocks: 0, needed: 0 };
      counted.set(key, {
        ...before,
        unlocks: before.unlocks + (distinct.size === 1 ? 1 : 0),
        needed: before.needed + 1,
      });
    }
  }
  return [...counted]
    .sort(([keyA, a], [keyB, b]) => b.unlocks - a.unlocks || b.needed - a.needed || (keyA < keyB ? -1 : 1))
    .map(([, gap]) => gap);
}
