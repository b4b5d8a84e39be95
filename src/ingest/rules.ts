import type { MutableRow, Value } from "../evaluate/value.js";
import type { EventBreak } from "./break/break-events.js";

/** What Splunk and its add-ons do to the events of one source: `targets/splunk/ingest/*.yml`, typed. */
export interface IngestRules {
  /** All that apply are used, in this order. */
  readonly rules: readonly IngestRule[];
  readonly tables: ReadonlyMap<string, ValueTable>;
  readonly dataModels: readonly DataModelRule[];
}

export interface IngestRule {
  readonly when: { readonly source: readonly RegExp[]; readonly sourcetype: readonly RegExp[] };
  /** How the file is cut; the last rule that says so wins. */
  readonly break?: EventBreak;
  readonly extract: readonly Extraction[];
  /** The first of the old names that has a value gives the new name its value. */
  readonly aliases: readonly { readonly name: string; readonly from: readonly string[] }[];
  /** All at once, from the values before any of them; a missing result clears the field. */
  readonly calculate: readonly Calculation[];
  /** Fields set from the columns of the row that the value of a field selects; they fill only what is missing. */
  readonly lookups: readonly {
    readonly table: string;
    readonly on: string;
    /** By field, the column. */
    readonly set: Readonly<Record<string, string>>;
  }[];
  /** Fields whose values stand in for a table of the add-on that is not published: Splunk may have others. */
  readonly assumed: readonly string[];
  readonly time?: TimeRule;
  readonly tags: readonly TagRule[];
}

/** An expression of the eval language, ready to run over an event. */
export type Compute = (row: MutableRow) => Value;

export interface Calculation {
  readonly name: string;
  readonly compute: Compute;
}

export type Extraction =
  | { readonly kind: "windows-xml" | "windows-classic" | "json" | "key-value" }
  | { readonly kind: "pattern"; readonly field: string; readonly pattern: RegExp }
  | { readonly kind: "pairs"; readonly field: string; readonly pattern: RegExp }
  /** Two parallel fields, one with names and one with values: each name becomes a field. */
  | { readonly kind: "named-values"; readonly names: string; readonly values: string }
  | { readonly kind: "columns"; readonly delimiter: string; readonly names: readonly string[] };

/** Where `_time` stands: a field, or the first match of a pattern in the raw event. */
export interface TimeRule {
  readonly field?: string;
  readonly pattern?: RegExp;
  readonly unit: "text" | "seconds" | "milliseconds";
}

export interface TagRule {
  readonly when?: Compute;
  readonly tags: readonly string[];
}

/** By key, then by column. */
export type ValueTable = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A data set of a data model: the events in it, and what it puts where they have nothing. */
export interface DataModelRule {
  /** The log source id that a search over the data set scans. */
  readonly source: string;
  /** Events that have all these tags. */
  readonly tags: readonly string[];
  readonly calculate: readonly Calculation[];
  readonly fill: ReadonlyMap<string, string>;
}
