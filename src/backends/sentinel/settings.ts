import type { Severity } from "../../detection/detection.js";
import type { TargetProfile } from "../../target/profile.js";
import { mapSetting, numberSetting, textSetting } from "../../target/settings.js";

/** What `target.yml` says about analytics rules. */
export interface SentinelSettings {
  severityOf(severity: Severity): string;
  /** The rule's word for a tactic of ATT&CK; `undefined` for one that rules do not have. */
  tacticOf(id: string): string | undefined;
  entityOf(type: string): EntityKind | undefined;
  readonly limits: Limits;
  readonly longLookback: number;
  readonly longLookbackInterval: number;
}

export interface EntityKind {
  readonly entityType: string;
  readonly identifier: string;
}

export interface Limits {
  readonly query: number;
  readonly name: number;
  readonly description: number;
  readonly alertDescription: number;
  readonly placeholders: number;
  readonly entityMappings: number;
  readonly customDetails: number;
  readonly customDetailName: number;
}

export function sentinelSettings({ settings }: TargetProfile): SentinelSettings {
  const severities = mapSetting(settings, "severities");
  const tactics = mapSetting(settings, "tactics");
  const entities = mapSetting(settings, "entities");
  const limits = mapSetting(settings, "limits");
  return {
    severityOf: (severity) => textSetting(severities, severity),
    tacticOf: (id) => (Object.hasOwn(tactics, id) ? textSetting(tactics, id) : undefined),
    entityOf(type) {
      if (!Object.hasOwn(entities, type)) return undefined;
      const row = mapSetting(entities, type);
      return { entityType: textSetting(row, "entityType"), identifier: textSetting(row, "identifier") };
    },
    limits: {
      query: numberSetting(limits, "query"),
      name: numberSetting(limits, "name"),
      description: numberSetting(limits, "description"),
      alertDescription: numberSetting(limits, "alertDescription"),
      placeholders: numberSetting(limits, "placeholders"),
      entityMappings: numberSetting(limits, "entityMappings"),
      customDetails: numberSetting(limits, "customDetails"),
      customDetailName: numberSetting(limits, "customDetailName"),
    },
    longLookback: numberSetting(settings, "longLookback"),
    longLookbackInterval: numberSetting(settings, "longLookbackInterval"),
  };
}
