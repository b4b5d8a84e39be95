import type { ValueType } from "./row-type.js";

/** A log source by neutral name: what `targets/sources/` says of it. */
export interface LogSource {
  /** e.g. `windows.sysmon`, `aws.cloudtrail`, `cim.endpoint.processes`. */
  readonly id: string;
  readonly title: string;
  readonly fields: ReadonlyMap<string, SourceField>;
  /** Names of fields that are not listed but have a known origin, e.g. any path of a JSON record. */
  readonly openFields: readonly OpenField[];
}

export interface SourceField {
  readonly name: string;
  readonly type: ValueType;
  readonly multivalue: boolean;
  /** Every event has it. */
  readonly always: boolean;
  /** The text that the data model puts where the log has nothing. */
  readonly fill?: string;
  readonly values?: readonly string[];
}

/** A family of fields, as a name with one `*`: `requestParameters.*`. */
export interface OpenField {
  readonly pattern: string;
  readonly type: ValueType;
  readonly multivalue: boolean;
}

/** The catalog that `lower` asks: which source a routing term names, and which fields a source has. */
export interface SourceCatalog {
  readonly sources: ReadonlyMap<string, LogSource>;
  readonly spellings: readonly SourceSpelling[];
}

/** How Splunk names a source: one term, e.g. `sourcetype=aws:cloudtrail`, or a data model. */
export interface SourceSpelling {
  /** `index`, `sourcetype`, `source`, `eventtype`, `channel`, `macro`, `datamodel`, `category`, … in lower case. */
  readonly key: string;
  /** Compared without case; `*` is a wildcard. */
  readonly value: string;
  readonly source: string;
}
