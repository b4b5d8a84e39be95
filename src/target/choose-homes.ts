import type { LogicalPlan } from "../plan/plan.js";
import { scansOf } from "../plan/visitor.js";
import type { CompileSettings } from "./backend.js";
import type { BindingContext } from "./bind.js";
import { gapsIn } from "./gaps-in.js";

/**
 * The settings with the homes that a plan's log sources are read from: those that detc.yml names, else the default
 * ones, and where a default home lacks a field that decides, the other home that the catalog names for such searches,
 * if it has them all.
 */
export function chooseHomes(plan: LogicalPlan, context: BindingContext): CompileSettings {
  return scansOf(plan).reduce<CompileSettings>((settings, { source }) => {
    if (source.kind !== "log" || settings.homes.has(source.id)) return settings;
    const other = context.profile.sources.get(source.id)?.otherwise;
    if (other === undefined) return settings;
    const lacks = (chosen: CompileSettings) =>
      gapsIn(plan, { ...context, settings: chosen }).some((gap) => gap.source === source.id);
    const changed = { ...settings, homes: new Map([...settings.homes, [source.id, other]]) };
    return lacks(settings) && !lacks(changed) ? changed : settings;
  }, context.settings);
}
