import type { ScalarExpression } from "./expression.js";
import type { LogFormat } from "./plan.js";
import type { ValueType } from "./row-type.js";
import type { ShippedLookup } from "./shipped-lookup.js";

/** A log source by neutral name: what `targets/sources/` says of it. */
export interface LogSource {
  /** e.g. `windows.sysmon`, `aws.cloudtrail`, `cim.endpoint.processes`. */
  readonly id: string;
  readonly title: string;
  /** Names before a field's own, e.g. `Processes` of `Processes.dest`, the longest first. */
  readonly prefixes: readonly string[];
  readonly fields: ReadonlyMap<string, SourceField>;
  /** Names of fields that are not listed but have a known origin, e.g. any path of a JSON record. */
  readonly openFields: readonly OpenField[];
  /** Fields that are computed from others of the source; a target binds the others only. */
  readonly derivations: ReadonlyMap<string, readonly Derivation[]>;
  /** What else is true of the events of a kind. */
  readonly implications?: readonly Implication[];
  /**
   * The data sets below that of a data model, by their path (`Account_Management.Accounts_Created`), each with the kind
   * of events that it keeps.
   */
  readonly children?: ReadonlyMap<string, EventKind>;
  /** The kinds of events that the constraint of a data model's root leaves out of it. */
  readonly excepted?: readonly EventKind[];
  /** What data models take of the source's events, by the id of the data set (`cim.change`). */
  readonly models?: ReadonlyMap<string, ModelEvents>;
  /** The log is XML, and Splunk keeps its entities in the values of fields: `&gt;` for `>`. */
  readonly keepsEntities?: true;
  /** The fields that are metrics: all that the source has. Absent: its events are no measurements. */
  readonly metrics?: ReadonlySet<string>;
  /** Members of the record that are an object in every event: Splunk makes fields of what they hold, and none of them. */
  readonly objects?: ReadonlySet<string>;
  /** What the name of every field of the log looks like as a whole: no event has a field of another name. */
  readonly names?: RegExp;
  /** What stands around the parts of an event in its text, the same in every event; of the forms in which this is known. */
  readonly frames?: ReadonlyMap<LogFormat, string>;
  /** The field that no two records of the source share: as many of its values as there are different raw events. */
  readonly identity?: string;
}

/** The events of a log source that a data model has, as the add-on's event types and tags choose them. */
export interface ModelEvents {
  /** Each of these kinds; none: all events. */
  readonly events: readonly EventKind[];
  /** None of them is of a kind that the constraint of the model's root leaves out. */
  readonly whole?: true;
  /** What the model computes from the fields of the source in another way than the add-on does. */
  readonly fields: ReadonlyMap<string, readonly Derivation[]>;
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
  /** The log writes its letters in capitals. */
  readonly spelled?: "upper";
  /** The part of the log that holds it, e.g. `event-data`: targets bind whole origins by one rule. */
  readonly origin?: string;
}

/** A family of fields, as a name with one `*`: `requestParameters.*`. */
export interface OpenField {
  readonly pattern: string;
  readonly type: ValueType;
  readonly multivalue: boolean;
  /** What the text in place of the `*` has to look like as a whole. */
  readonly matching?: RegExp;
  readonly origin?: string;
}

/** The events of one kind are of another, too. */
export interface Implication {
  readonly when: EventKind;
  readonly then: EventKind;
}

/** How a field is computed from other fields of the same source, for the events that meet `when`. */
export interface Derivation {
  readonly when: EventKind;
  readonly value: DerivedValue;
}

export type DerivedValue =
  | {
      readonly kind: "computed";
      /** Over `FieldReference`s to fields of the source. */
      readonly expression: ScalarExpression;
      /** False where the log has the value in another spelling: good for grouping and results, not for tests. */
      readonly comparable?: false;
    }
  /** The events have the field, and how it is computed is not known. */
  | { readonly kind: "missing"; readonly reason: string };

/** A kind of events of a source, by the values of some fields; no entry: all events. */
export type EventKind = ReadonlyMap<string, ValueSet>;

/** Values in lower case, in which `*` stands for any run of characters: these, any but these, or any at all. */
export type ValueSet =
  | { readonly kind: "present" }
  | { readonly kind: "in"; readonly values: ReadonlySet<string> }
  | { readonly kind: "except"; readonly values: ReadonlySet<string> };

/** The catalog that `lower` asks: which source a routing term names, and which fields a source has. */
export interface SourceCatalog {
  readonly sources: ReadonlyMap<string, LogSource>;
  readonly spellings: readonly SourceSpelling[];
  /** Terms that say where Splunk keeps events and nothing about the source: `index=*`. */
  readonly neutralTerms: readonly RoutingTerm[];
  /** The lookups of Splunk's apps, by name. */
  readonly lookups?: ReadonlyMap<string, ShippedLookup>;
}

/** One term of a search, e.g. `sourcetype=aws:cloudtrail`. */
export interface RoutingTerm {
  /** `index`, `sourcetype`, `source`, `eventtype`, `channel`, `macro`, `datamodel`, `category`, … in lower case. */
  readonly key: string;
  /** Compared without case; `*` is a wildcard. */
  readonly value: string;
}

/** How Splunk names a source: one term, e.g. `sourcetype=aws:cloudtrail`, or a data model. */
export interface SourceSpelling extends RoutingTerm {
  readonly source: string;
  /**
   * A source that swallows this one: a term that stands beside (OR) a term of that source means the same events there.
   * `source=Syslog:Linux-Sysmon/Operational` beside the Windows channel is Sysmon as the target collects it.
   */
  readonly within?: string;
}

/** What a routing term names. */
export type RoutingMeaning =
  | { readonly kind: "sources"; readonly spellings: readonly SourceSpelling[] }
  | { readonly kind: "neutral" }
  | { readonly kind: "unknown" };

/**
 * What `key=value` of a search names. Both the value and the catalog's spelling may hold wildcards; a value with
 * wildcards can name several sources.
 */
export function meaningOf(catalog: SourceCatalog, key: string, value: string): RoutingMeaning {
  const wanted: RoutingTerm = { key: key.toLowerCase(), value: value.toLowerCase() };
  const exact = catalog.spellings.filter((spelling) => sameTerm(spelling, wanted));
  if (exact.length === 0 && catalog.neutralTerms.some((term) => sameTerm(term, wanted)))
    return { kind: "neutral" };
  const spellings = exact.length > 0 ? exact : catalog.spellings.filter((term) => overlaps(term, wanted));
  if (spellings.length > 0) return { kind: "sources", spellings };
  return catalog.neutralTerms.some((term) => overlaps(term, wanted))
    ? { kind: "neutral" }
    : { kind: "unknown" };
}

/** The sources that OR-ed spellings name, without those that another of them swallows; in the order given. */
export function sourcesOf(spellings: readonly SourceSpelling[]): readonly string[] {
  const named = new Set(spellings.map(({ source }) => source));
  const kept = spellings.filter(({ within }) => within === undefined || !named.has(within));
  return [...new Set(kept.map(({ source }) => source))];
}

/** Whether no event of a source has a field of a name, as its log names fields in another way. */
export function isForeign(source: LogSource, name: string): boolean {
  return source.names?.test(unqualified(source, name)) === false && fieldOf(source, name) === undefined;
}

/** The field of that name: a listed one, or one of a family; `undefined` where the source has no such field. */
export function fieldOf(source: LogSource, written: string): SourceField | undefined {
  const name = unqualified(source, written);
  const listed = source.fields.get(name);
  if (listed !== undefined) return listed;
  const family = source.openFields.find((open) => matchFamily(open, name) !== undefined);
  if (family === undefined) return undefined;
  return {
    name,
    type: family.type,
    multivalue: family.multivalue || name.includes("{}"),
    always: false,
    ...(family.origin === undefined ? {} : { origin: family.origin }),
  };
}

/** The field's own name: `dest` for `Processes.dest` of a data model's dataset. */
export function unqualified(source: LogSource, name: string): string {
  const prefix = source.prefixes.find((each) => name.startsWith(`${each}.`));
  return prefix === undefined ? name : name.slice(prefix.length + 1);
}

/** The text that a name has in place of the `*` of a family, or `undefined` when it is not of the family. */
export function matchFamily(
  family: { readonly pattern: string; readonly matching?: RegExp },
  name: string,
): string | undefined {
  const star = family.pattern.indexOf("*");
  if (star === -1) return name === family.pattern ? "" : undefined;
  const before = family.pattern.slice(0, star);
  const after = family.pattern.slice(star + 1);
  if (name.length <= before.length + after.length) return undefined;
  if (!name.startsWith(before) || !name.endsWith(after)) return undefined;
  const text = name.slice(before.length, name.length - after.length);
  return family.matching === undefined || family.matching.test(text) ? text : undefined;
}

function sameTerm(term: RoutingTerm, wanted: RoutingTerm): boolean {
  return term.key === wanted.key && term.value.toLowerCase() === wanted.value;
}

function overlaps(term: RoutingTerm, wanted: RoutingTerm): boolean {
  if (term.key !== wanted.key) return false;
  const spelled = term.value.toLowerCase();
  return wildcardMatch(spelled, wanted.value) || wildcardMatch(wanted.value, spelled);
}

/** Whether a text matches a pattern in which `*` stands for any run of characters. */
export function wildcardMatch(pattern: string, text: string): boolean {
  if (!pattern.includes("*")) return pattern === text;
  const [first = "", ...rest] = pattern.split("*");
  if (!text.startsWith(first)) return false;
  let at = first.length;
  const last = rest.pop() ?? "";
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
