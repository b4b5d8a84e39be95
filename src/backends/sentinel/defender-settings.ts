import type { Severity } from "../../detection/detection.js";
import type { TargetProfile } from "../../target/profile.js";
import {
  mapListSetting,
  mapSetting,
  numberSetting,
  textListSetting,
  textSetting,
} from "../../target/settings.js";

/** What `target.yml` says about custom detections of Defender XDR. */
export interface DefenderSettings {
  readonly frequencies: readonly Frequency[];
  severityOf(severity: Severity): string;
  readonly category: string;
  /** By table of advanced hunting. */
  readonly assets: ReadonlyMap<string, Asset>;
}

export interface Frequency {
  /** Seconds between two runs. */
  readonly every: number;
  readonly period: string;
  /** Seconds of data that a run sees. */
  readonly lookback: number;
}

export interface Asset {
  readonly kind: string;
  readonly column: string;
}

export function defenderSettings({ settings }: TargetProfile): DefenderSettings {
  const own = mapSetting(settings, "defender");
  const severities = mapSetting(own, "severities");
  const assets = mapSetting(own, "assets");
  return {
    frequencies: mapListSetting(own, "frequencies").map((row) => ({
      every: numberSetting(row, "every"),
      period: textSetting(row, "period"),
      lookback: numberSetting(row, "lookback"),
    })),
    severityOf: (severity) => textSetting(severities, severity),
    category: textSetting(own, "category"),
    assets: new Map(
      Object.keys(assets).flatMap((kind) => {
        const row = mapSetting(assets, kind);
        const asset = { kind, column: textSetting(row, "column") };
        return textListSetting(row, "tables").map((table) => [table, asset] as const);
      }),
    ),
  };
}
