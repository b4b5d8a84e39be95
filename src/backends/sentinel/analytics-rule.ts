/** When a scheduled rule runs and how far back it looks: `1h`, `70m`, `14d`. */
export interface ScheduleKeys {
  readonly queryFrequency: string;
  readonly queryPeriod: string;
  readonly triggerOperator: "gt";
  readonly triggerThreshold: number;
}

/**
 * An analytics rule as Azure-Sentinel's repository keeps it; the keys in the order of its rules. One that runs in near
 * real time has no schedule.
 */
export interface AnalyticsRule extends Partial<ScheduleKeys> {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly severity: string;
  readonly requiredDataConnectors: readonly {
    readonly connectorId: string;
    readonly dataTypes: readonly string[];
  }[];
  readonly tactics: readonly string[];
  readonly relevantTechniques: readonly string[];
  readonly query: string;
  readonly entityMappings?: readonly EntityMapping[];
  readonly customDetails?: Readonly<Record<string, string>>;
  readonly alertDetailsOverride?: { readonly alertDescriptionFormat: string };
  readonly eventGroupingSettings: { readonly aggregationKind: "AlertPerResult" };
  readonly version: string;
  readonly kind: "Scheduled" | "NRT";
}

export interface EntityMapping {
  readonly entityType: string;
  readonly fieldMappings: readonly { readonly identifier: string; readonly columnName: string }[];
}
