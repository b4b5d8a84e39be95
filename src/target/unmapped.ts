import type { LogicalPlan } from "../plan/plan.js";
import { bindScan, canBindField, type BindingContext } from "./bind.js";
import { foldPaths } from "./fold-paths.js";
import { prune } from "../plan/prune/prune.js";
import { requiredFields } from "./required-fields.js";

/** Something that a detection needs and that a target's catalog lacks. */
export interface Gap {
  readonly source: string;
  /** Absent where the source itself has no home. */
  readonly field?: string;
  readonly reason: string;
}

/** What stands between a plan and a target's tables: sources without a home and deciding fields without a column. */
export function gapsOf(written: LogicalPlan, context: BindingContext): readonly Gap[] {
  const plan = foldPaths(written, context);
  const pruned = prune(plan, (scan, field) => canBindField(scan, field, context, plan)).plan;
  return [...requiredFields(pruned)].flatMap(([scan, fields]): readonly Gap[] => {
    if (scan.source.kind !== "log") return [];
    const source = scan.source.id;
    let reason = "";
    const report = ({ message }: { readonly message: string }) => void (reason = message);
    const binding = bindScan(scan, { ...context, report }, pruned);
    if (binding === undefined) return [{ source, reason }];
    return fields.flatMap(({ name }): readonly Gap[] => {
      const found = binding.field(name);
      if (found?.kind === "bound") return [];
      return [{ source, field: name, reason: found?.reason ?? "the catalog does not know the field" }];
    });
  });
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
