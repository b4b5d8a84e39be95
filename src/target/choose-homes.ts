import { catalogDiagnostics } from "../diagnostics/codes/catalog.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { LogicalPlan } from "../plan/plan.js";
import { scansOf } from "../plan/visitor.js";
import type { CompileSettings } from "./backend.js";
import { resolveScan, type BindingContext } from "./bind.js";
import { gapsIn } from "./gaps-in.js";

/**
 * The settings with the homes that a plan's log sources are read from: those that detc.yml names, else the default
 * ones, and where a default home lacks a field that decides, the other home that the catalog names for such searches,
 * if it has them all.
 */
export function chooseHomes(plan: LogicalPlan, context: BindingContext): CompileSettings {
  return scansOf(plan).reduce<CompileSettings>((settings, { source }) => {
    if (source.kind !== "log") return settings;
    const changed = withOtherHome(source.id, { ...context, settings });
    if (changed === undefined) return settings;
    const lacks = (chosen: CompileSettings) =>
      gapsIn(plan, { ...context, settings: chosen }).some((gap) => gap.source === source.id);
    return lacks(settings) && !lacks(changed) ? changed : settings;
  }, context.settings);
}

/** The settings to try where a plan is refused in its homes: each has one log source in its other home. */
export function otherHomes(plan: LogicalPlan, context: BindingContext): readonly CompileSettings[] {
  const sources = new Set(scansOf(plan).flatMap(({ source }) => (source.kind === "log" ? [source.id] : [])));
  return [...sources].flatMap((id) => withOtherHome(id, context) ?? []);
}

/** A home that is chosen is never left. */
function withOtherHome(id: string, { profile, settings }: BindingContext): CompileSettings | undefined {
  const other = profile.sources.get(id)?.otherwise;
  if (other === undefined || settings.homes.has(id)) return undefined;
  return { ...settings, homes: new Map([...settings.homes, [id, other]]) };
}

/**
 * Names the log sources that are read from another home than detc.yml or the catalog would have it:
 * `catalog/other-home`. The reason is a column that the default home lacks, else `refusal`, what its language says.
 */
export function noteOtherHomes(
  plan: LogicalPlan,
  chosen: CompileSettings,
  context: BindingContext,
  refusal = "",
): readonly Diagnostic[] {
  const { settings, profile } = context;
  if (chosen === settings) return [];
  const gaps = gapsIn(plan, context);
  const found = new Map<string, Diagnostic>();
  for (const scan of scansOf(plan)) {
    if (scan.source.kind !== "log") continue;
    const { id } = scan.source;
    if (found.has(id) || chosen.homes.get(id) === settings.homes.get(id)) continue;
    const binding = resolveScan(scan, { ...context, settings: chosen }, plan);
    const instead = profile.sources.get(id)?.defaultHome;
    if (binding === undefined || instead === undefined) continue;
    const field = gaps.find((gap) => gap.source === id)?.field;
    const reason = field === undefined ? refusal : `it has no column for \`${field}\``;
    const { home, table } = binding;
    const facts = { source: id, target: profile.title, home: home.id, table, instead, reason };
    found.set(id, catalogDiagnostics["other-home"](scan.span, facts));
  }
  return [...found.values()];
}
