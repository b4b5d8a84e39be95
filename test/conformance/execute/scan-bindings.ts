import type { LogicalPlan, Scan } from "../../../src/plan/plan.js";
import { shapeOf } from "../../../src/plan/shape/shape-of.js";
import { scansOf } from "../../../src/plan/visitor.js";
import type { BackendContext, Language } from "../../../src/target/backend.js";
import { bindScan, type ScanBinding } from "../../../src/target/bind.js";
import { foldPaths } from "../../../src/target/fold-paths.js";

/** The languages that bind each part of a rule by itself; the others bind the whole plan. */
const ofEvents: ReadonlySet<string> = new Set(["eql", "lucene", "sigma"]);

/**
 * The bindings of each scan of a plan in a language, in the order of the scans: one, or one for each part of an event
 * rule that was bound by itself.
 */
export function bindingsOf(
  plan: LogicalPlan,
  language: Language,
  context: BackendContext,
): readonly { readonly scan: Scan; readonly bindings: readonly ScanBinding[] }[] {
  const rewritten = language.rewrites.reduce(
    (current, rewrite) => rewrite.apply(current),
    foldPaths(plan, context),
  );
  const shape = ofEvents.has(language.language) ? shapeOf(language.core(rewritten)) : undefined;
  const branches = shape?.kind === "events" || shape?.kind === "threshold" ? shape.branches : [];
  const scans = scansOf(rewritten);
  return scansOf(plan).map((scan, index) => {
    const changed = scans.find(({ span }) => span === scan.span) ?? scans[index];
    const own = branches.filter((branch) => branch.scan === changed || branch.scan.span === scan.span);
    const found = [
      ...own.map(({ scan: part, predicate }) => bindScan(part, context, predicate)),
      ...(changed === undefined ? [] : [bindScan(changed, context, rewritten)]),
    ].filter((binding) => binding !== undefined);
    return { scan, bindings: found };
  });
}
