import type { Severity } from "../../detection/detection.js";
import type { TargetProfile } from "../../target/profile.js";
import { mapSetting, textListSetting, textSetting } from "../../target/settings.js";

/** What `target.yml` says about rules. */
export interface CortexSettings {
  readonly fromVersion: string;
  severityOf(severity: Severity): string;
  /** The category of the first tactic that has one. */
  categoryOf(tactics: readonly string[]): string;
  /** The fields of an alert that an entity of a type can fill. */
  alertFieldsOf(entityType: string): readonly string[];
}

export function cortexSettings({ settings }: TargetProfile): CortexSettings {
  const severities = mapSetting(settings, "severities");
  const categories = mapSetting(settings, "categories");
  const alertFields = mapSetting(settings, "alertFields");
  return {
    fromVersion: textSetting(settings, "fromVersion"),
    severityOf: (severity) => textSetting(severities, severity),
    categoryOf(tactics) {
      const known = tactics.find((tactic) => Object.hasOwn(categories, tactic));
      return known === undefined ? textSetting(settings, "otherCategory") : textSetting(categories, known);
    },
    alertFieldsOf: (entityType) =>
      Object.hasOwn(alertFields, entityType) ? textListSetting(alertFields, entityType) : [],
  };
}
