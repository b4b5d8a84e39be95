import type { Severity } from "../../detection/detection.js";
import type { TargetProfile } from "../../target/profile.js";
import { mapSetting, numberSetting, textSetting } from "../../target/settings.js";

/** What `target.yml` says about rules. */
export interface ElasticSettings {
  readonly maxSignals: number;
  severityOf(severity: Severity): { readonly severity: string; readonly riskScore: number };
  /** The domain of a tag, where one is known for ESCU's. */
  domainOf(securityDomain: string): string | undefined;
}

export function elasticSettings({ settings }: TargetProfile): ElasticSettings {
  const severities = mapSetting(settings, "severities");
  const domains = mapSetting(settings, "domains");
  return {
    maxSignals: numberSetting(settings, "maxSignals"),
    severityOf(severity) {
      const row = mapSetting(severities, severity);
      return { severity: textSetting(row, "severity"), riskScore: numberSetting(row, "riskScore") };
    },
    domainOf: (securityDomain) =>
      Object.hasOwn(domains, securityDomain) ? textSetting(domains, securityDomain) : undefined,
  };
}
