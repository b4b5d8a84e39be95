/** An analytics rule as Azure-Sentinel's repository keeps it; the keys in the order of its rules. */
export interface AnalyticsRule {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly severity: string;
  readonly requiredDataConnectors: readonly {
    readonly connectorId: string;
    readonly dataTypes: readonly string[];
  }[];
  /** `1h`, `70m`, `14d`. */
  readonly queryFrequency: string;
  readonly queryPeriod: string;
  readonly triggerOperator: "gt";
  readonly triggerThreshold: number;
  readonly tactics: readonly string[];
  readonly relevantTechniques: readonly string[];
  readonly query: string;
  readonly entityMappings?: readonly EntityMapping[];
  readonly customDetails?: Readonly<Record<string, string>>;
  readonly alertDetailsOverride?: { readonly alertDescriptionFormat: string };
  readonly eventGroupingSettings: { readonly aggregationKind: "AlertPerResult" };
  readonly version: string;
  readonly kind: "Scheduled";
}

export interface EntityMapping {
  readonly entityType: string;
  readonly fieldMappings: readonly { readonly identifier: string; readonly columnName: string }[];
}
