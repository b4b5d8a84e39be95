import type { Event } from "../evaluate/value.js";
import type { SourceText, Span } from "../source/source-text.js";

/** A value with the place in the YAML file it was written at. */
export interface Located<Value> {
  readonly value: Value;
  readonly span: Span;
}

/** One detection, whichever of the two ESCU formats it was written in. */
export interface Detection {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly author: string;
  readonly status: "experimental" | "production" | "deprecated";
  readonly type: DetectionType;
  readonly description: string;
  readonly dataSources: readonly string[];
  readonly search: SearchText;
  readonly howToImplement: string;
  readonly falsePositives: string;
  readonly references: readonly string[];
  readonly drilldowns: readonly Drilldown[];
  readonly risk: Risk;
  readonly tags: DetectionTags;
  readonly tests: readonly DetectionTest[];
  readonly schedule: Schedule;
  readonly alertAction: AlertAction;
  readonly enabledByDefault: boolean;
  /** Targets the author left out or insists on, from the optional `targets` key. */
  readonly targets: TargetChoice;
  /** The file, and its path relative to the content root with `/`. */
  readonly file: SourceText;
  readonly path: string;
  /** The folder under `detections/`: endpoint, cloud, web, … */
  readonly category: string;
  /** The file's name without its ending: the filter macro is `<stem>_filter`. */
  readonly stem: string;
}

export type DetectionType = "TTP" | "Anomaly" | "Hunting" | "Correlation";

/** The search as the YAML value has it: a text whose offsets lead back into the file. */
export interface SearchText {
  readonly source: SourceText;
  /** The place of the value in the file. */
  readonly span: Span;
}

export interface Drilldown {
  readonly name: string;
  readonly search: string;
  readonly earliestOffset: string;
  readonly latestOffset: string;
  readonly span: Span;
}

/** Who is at risk and what threatens, from `rba` or from the old `tags.observable`. */
export interface Risk {
  /** Holds `$field$` tokens of the result row. */
  readonly message: string;
  readonly objects: readonly RiskObject[];
  readonly threats: readonly ThreatObject[];
  /** 0 to 100: the highest score of the objects, or the old `risk_score`. */
  readonly score: number;
  /** ESCU's cut-offs: 0-20, 21-40, 41-60, 61-80, 81-100. */
  readonly severity: Severity;
  readonly format: "rba" | "observable" | "none";
}

export type Severity = "informational" | "low" | "medium" | "high" | "critical";

export interface RiskObject {
  readonly field: string;
  readonly type: "user" | "system" | "other";
  readonly score: number;
  /** What the old format calls it, in lower case; finer than `type`: `ip address`, `user name`, … */
  readonly observable?: string;
  readonly span: Span;
}

export interface ThreatObject {
  readonly field: string;
  /** ESCU's threat types: `ip_address`, `process_name`, `file_hash`, `url`, … */
  readonly type: string;
  /** What the old format calls it, in lower case: `file hash`, `process name`, … */
  readonly observable?: string;
  readonly span: Span;
}

export interface DetectionTags {
  readonly analyticStories: readonly string[];
  readonly assetType: string;
  readonly cve: readonly string[];
  readonly atomicGuids: readonly string[];
  /** `T1059` or `T1059.001`. */
  readonly techniques: readonly Located<string>[];
  readonly products: readonly string[];
  readonly securityDomain: string;
  readonly manualTest?: string;
  readonly throttling?: { readonly fields: readonly string[]; readonly period: string };
  /** Old format only; kept for the Splunk artifact. */
  readonly confidence?: number;
  readonly impact?: number;
}

export interface DetectionTest {
  readonly name: string;
  readonly attackData: readonly AttackData[];
  /** Events written in the test itself. */
  readonly events: readonly Event[];
  /** Rows that lookups have in this test, by the lookup's name. */
  readonly lookups: ReadonlyMap<string, readonly Event[]>;
  /** Absent: the search has to give a row. */
  readonly expected?: ExpectedResult;
  readonly span: Span;
}

/** What the search of a detection has to give over the events of a test. */
export interface ExpectedResult {
  readonly rows?: number;
  /** Each has to be part of a row of its own. */
  readonly values: readonly Event[];
}

export interface AttackData {
  /** A URL or a path. */
  readonly data: string;
  readonly source: string;
  readonly sourcetype: string;
  readonly host?: string;
  readonly customIndex?: string;
}

/** Splunk's schedule of a search. */
export interface Schedule {
  readonly cron: string;
  /** Relative time, e.g. `-70m@m`. */
  readonly earliest: string;
  readonly latest: string;
  readonly window: string;
  /** Where it was set: the detection itself or the deployment of its type. */
  readonly span: Span;
}

export interface AlertAction {
  readonly notable?: {
    readonly ruleTitle: string;
    readonly ruleDescription: string;
    readonly nesFields: readonly string[];
  };
  readonly riskEnabled: boolean;
  readonly email?: { readonly message: string; readonly subject: string; readonly to: string };
  readonly slack?: { readonly channel: string; readonly message: string };
  readonly phantom?: Readonly<Record<string, string>>;
}

export interface TargetChoice {
  readonly skip: readonly { readonly target: string; readonly reason: string; readonly span: Span }[];
  readonly require: readonly Located<string>[];
  /** The form of the rule, by target; absent: what the repository chooses. */
  readonly forms?: ReadonlyMap<string, Located<string>>;
}
