import type { EventValue } from "../evaluate/value.js";
import type { AuthoredDeployment } from "./deployment.js";
import type { Detection, DetectionType, RiskObject } from "./detection.js";

/** A detection as its YAML has it, after `schemas/detection.schema.json` has accepted it. */
export interface AuthoredDetection {
  readonly name: string;
  readonly id: string;
  readonly version: number;
  readonly date: string;
  readonly author: string;
  readonly status: Detection["status"];
  readonly type: DetectionType;
  readonly description: string;
  readonly data_source?: readonly string[];
  readonly data_sources?: readonly string[];
  readonly search: string;
  readonly how_to_implement?: string;
  readonly known_false_positives?: string;
  readonly references?: readonly string[];
  readonly drilldown_searches?: readonly AuthoredDrilldown[];
  readonly rba?: AuthoredRisk;
  readonly tags?: AuthoredTags;
  readonly tests?: readonly AuthoredTest[];
  readonly deployment?: AuthoredDeployment;
  readonly enabled_by_default?: boolean;
  readonly targets?: {
    readonly skip?: readonly { readonly target: string; readonly reason: string }[];
    readonly require?: readonly string[];
    readonly forms?: Readonly<Record<string, string>>;
  };
}

export interface AuthoredDrilldown {
  readonly name: string;
  readonly search: string;
  readonly earliest_offset?: string | number;
  readonly latest_offset?: string | number;
}

/** The new format of risk. */
export interface AuthoredRisk {
  readonly message: string;
  readonly risk_objects: readonly {
    readonly field: string;
    readonly type: RiskObject["type"];
    readonly score: number;
  }[];
  readonly threat_objects?: readonly { readonly field: string; readonly type: string }[];
}

export interface AuthoredTags {
  readonly analytic_story?: readonly string[];
  readonly asset_type?: string;
  readonly atomic_guid?: readonly string[];
  readonly confidence?: number;
  readonly cve?: readonly string[];
  readonly CVE?: readonly string[];
  readonly impact?: number;
  readonly manual_test?: string;
  readonly message?: string;
  readonly mitre_attack_id?: readonly string[];
  readonly observable?: readonly AuthoredObservable[];
  readonly product?: readonly string[];
  readonly risk_score?: number;
  readonly security_domain?: string;
  readonly throttling?: { readonly fields: readonly string[]; readonly period: string };
}

/** The old format of risk. */
export interface AuthoredObservable {
  readonly name: string;
  readonly type: string;
  readonly role: readonly string[];
}

export interface AuthoredTest {
  readonly name: string;
  readonly attack_data?: readonly {
    readonly data: string;
    readonly source?: string;
    readonly sourcetype?: string;
    readonly host?: string;
    readonly custom_index?: string;
  }[];
  /** detc's extension: events written in the test itself. */
  readonly events?: readonly Readonly<Record<string, EventValue>>[];
  /** detc's extension: rows of lookups, for tables whose rows do not lie in the repository. */
  readonly lookups?: Readonly<Record<string, readonly Readonly<Record<string, EventValue>>[]>>;
  /** detc's extension: what the search has to give. */
  readonly expect?: {
    readonly rows?: number;
    readonly values?: readonly Readonly<Record<string, EventValue>>[];
  };
}
