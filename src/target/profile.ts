import type { ScalarExpression } from "../plan/expression.js";
import type { EventKind, LogSource } from "../plan/log-source.js";
import type { ValueType } from "../plan/row-type.js";
import type { ShippedLookup } from "../plan/shipped-lookup.js";
import type { FamilyRule } from "./bind-family.js";
import type { NameRules } from "./name-rules.js";

/** What a target is, as data: the YAML files of `targets/<id>/`, validated and typed. */
export interface TargetProfile {
  readonly id: string;
  /** As shown to people: `Microsoft Sentinel`. */
  readonly title: string;
  /** Where each log source lives, by the source's id. */
  readonly sources: ReadonlyMap<string, SourceHomes>;
  /** Function templates by language (`kql`, `eql`, `esql`, `xql`), then by the plan's function name. */
  readonly functions: ReadonlyMap<string, ReadonlyMap<string, FunctionTemplate>>;
  readonly schedule: ScheduleProfile;
  readonly names: NameRules;
  /** Lookups that Splunk asks for every event, where the target keeps them under their names. */
  readonly automaticLookups: readonly ShippedLookup[];
  /** Further keys of `target.yml` that only the target's own back-end reads: severities, tactics, limits. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The homes one log source has in a target; detc.yml chooses among them. */
export interface SourceHomes {
  readonly source: LogSource;
  /** Absent where the target has no home for the source; `missing` says why. */
  readonly defaultHome?: string;
  /** The home of searches that the default one lacks a field for. */
  readonly otherwise?: string;
  readonly homes: ReadonlyMap<string, Home>;
  readonly missing?: string;
}

/** One table, index, dataset or Sigma log source that a source can be bound to. */
export interface Home {
  readonly id: string;
  /**
   * Table, index patterns (comma-separated), dataset, or `category=…,product=…,service=…` of Sigma. Absent where only
   * the variants have one: then a search has to say which events it reads.
   */
  readonly table?: string;
  /** The events of another log source, as far as a data model takes them: in its home, with its fields. */
  readonly of?: { readonly source: LogSource; readonly home: Home };
  /** No product fills this table: a site has to declare it, under this name and with these columns. */
  readonly custom?: true;
  /** Rows of the table that belong to the source; over the target's columns. */
  readonly filter?: ScalarExpression;
  /** By SPL field. `missing` says why there is none. */
  readonly fields: ReadonlyMap<string, FieldBinding>;
  /** Fields that are bound by a rule over their names. */
  readonly families: readonly FieldFamily[];
  /**
   * How a field of an origin stands in the text of a record, where its family has another way to read it; `*` stands for
   * its name.
   */
  readonly texts: ReadonlyMap<string, FamilyRule>;
  /** Homes of some kinds of events, which come before this one where a search reads only such events. */
  readonly variants: readonly HomeVariant[];
  /** What data connector, integration or pack brings the data. */
  readonly connectors: readonly string[];
}

export interface HomeVariant {
  readonly when: EventKind;
  readonly home: Home;
}

/** A rule that binds every field of a name (`requestParameters.*`), or every field of an origin of the source. */
export interface FieldFamily {
  readonly pattern: string;
  readonly origin?: string;
  readonly rule: FamilyRule;
}

export type FieldBinding = BoundField | MissingField;

export interface BoundField {
  readonly kind: "bound";
  /** Over the target's columns (`ColumnReference`). */
  readonly expression: ScalarExpression;
  readonly type: ValueType;
  readonly multivalue: boolean;
  /**
   * The text that Splunk has where the expression gives nothing (the fill of a data model). It matters to a test that
   * this text passes, to group keys and to results.
   */
  readonly fill?: string;
  /**
   * False where the target spells the value another way (a user's name for its SID): good for grouping and results,
   * not for tests.
   */
  readonly comparable?: false;
  /**
   * The target decodes values that the log has in hexadecimal: of the Linux audit log, those with blanks and quotation
   * marks. Tests for other texts mean the same (`settleDecoded`), and other computations do not.
   */
  readonly decoded?: true;
  /** Every event of the table has it. */
  readonly always?: true;
}

export interface MissingField {
  readonly kind: "missing";
  readonly reason: string;
}

/** How a target writes a function: `tolower({0})`. A function that is not listed is refused. */
export interface FunctionTemplate {
  /** `{0}`, `{1}`, … are the arguments, printed; `{*}` all of them, separated by commas. */
  readonly template: string;
  /** Binding strength of the result, so that brackets come out right; a call (the default) binds tightest. */
  readonly precedence?: number;
  /** How many arguments the template is right for; absent: as many as it names. */
  readonly arguments?: { readonly minimum: number; readonly maximum?: number };
  /** Arguments that must be literals. */
  readonly literals?: readonly number[];
  readonly returns?: ValueType;
}

/** What a target's schedule can say. */
export interface ScheduleProfile {
  /** The longest history a rule can see, in seconds. */
  readonly longestLookback?: number;
  /** The shortest and longest interval between runs, in seconds. */
  readonly shortestInterval: number;
  readonly longestInterval?: number;
  /** Seconds the target itself waits for late events; added to nothing, stated in the manifest. */
  readonly ingestionDelay: number;
  /** Whether a run can end before now (`latest=-10m`). */
  readonly latestOffset: boolean;
  readonly timeZone: string;
}
