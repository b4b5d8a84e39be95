import type { LogicalPlan } from "../plan/plan.js";
import { bindScan, canBindField, type BindingContext } from "./bind.js";
import { withAutomaticLookups } from "./automatic-lookups.js";
import { foldPaths } from "./fold-paths.js";
import { prune } from "../plan/prune/prune.js";
import { requiredFields } from "../plan/required-fields.js";
import { withoutExceptions } from "./without-exceptions.js";

/** Something that a detection needs and that a target's catalog lacks. */
export interface Gap {
  readonly source: string;
  /** Absent where the source itself has no home. */
  readonly field?: string;
  readonly reason: string;
}

/** What a plan lacks in the homes that its settings name: sources without a home and deciding fields without a column. */
export function gapsIn(written: LogicalPlan, context: BindingContext): readonly Gap[] {
  const plan = withAutomaticLookups(foldPaths(withoutExceptions(written, context), context), context);
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
      // Every event has a time, also where a rule has no name for it: what a rule can do with it, its language says.
      if (found?.kind === "bound" || name === "_time") return [];
      return [{ source, field: name, reason: found?.reason ?? "the catalog does not know the field" }];
    });
  });
}
