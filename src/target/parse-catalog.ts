import { catalogDiagnostics } from "../diagnostics/codes/catalog.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type {
  Derivation,
  EventKind,
  Implication,
  LogSource,
  ModelEvents,
  OpenField,
  RoutingTerm,
  SourceCatalog,
  SourceField,
  SourceSpelling,
} from "../plan/log-source.js";
import { fieldOf } from "../plan/log-source.js";
import type { LogFormat } from "../plan/plan.js";
import type { ValueType } from "../plan/row-type.js";
import type { SourceText } from "../source/source-text.js";
import { instantiateBinding } from "./instantiate-binding.js";
import { parseLookups } from "./parse-lookups.js";
import { isValueType, readBinding, readEventKind } from "./read-binding.js";
import { YamlNode } from "./yaml-node.js";

/** The files of a catalog: `sources/*.yml`, `splunk/spellings/*.yml` and `splunk/lookups/*.yml`. Later files add to and override earlier ones. */
export interface CatalogFiles {
  readonly sources: readonly SourceText[];
  readonly spellings: readonly SourceText[];
  readonly lookups?: readonly SourceText[];
}

/** Reads the log sources and how Splunk names them; every mistake in a file is a `catalog/…` diagnostic. */
export function parseCatalog(files: CatalogFiles): {
  readonly catalog: SourceCatalog;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const drafts = new Map<string, Draft>();
  for (const file of files.sources)
    for (const [id, yaml] of YamlNode.read(file, diagnostics)?.get("sources")?.entries() ?? [])
      readSource(yaml, draftOf(drafts, id));

  const sources = new Map<string, LogSource>();
  for (const [id, draft] of drafts) sources.set(id, sourceOf(id, draft, drafts));

  const spellings: SourceSpelling[] = [];
  const neutralTerms: RoutingTerm[] = [];
  for (const file of files.spellings) {
    const root = YamlNode.read(file, diagnostics);
    for (const [source, yaml] of root?.get("spellings")?.entries() ?? []) {
      if (!sources.has(source))
        diagnostics.push(catalogDiagnostics["unknown-source"](yaml.span(), { source }));
      else spellings.push(...yaml.items().flatMap((item) => readSpelling(item, source)));
    }
    for (const item of root?.get("neutral")?.items() ?? []) neutralTerms.push(...readTerms(item));
  }
  const lookups = parseLookups(files.lookups ?? [], diagnostics);
  return { catalog: { sources, spellings, neutralTerms, lookups }, diagnostics };
}

/** A source while its files are being read. */
interface Draft {
  title: string;
  identity?: string;
  keepsEntities: boolean;
  readonly frames: Map<LogFormat, string>;
  objects: readonly string[];
  names?: string;
  prefixes: readonly string[];
  parents: readonly string[];
  children: readonly (readonly [string, YamlNode])[];
  implications: readonly Implication[];
  excepted: readonly YamlNode[];
  readonly metrics: Set<string>;
  models: readonly (readonly [string, YamlNode])[];
  readonly fields: Map<string, SourceField>;
  readonly openFields: OpenField[];
  readonly derivations: Map<string, readonly YamlNode[]>;
}

function draftOf(drafts: Map<string, Draft>, id: string): Draft {
  const known = drafts.get(id);
  if (known !== undefined) return known;
  const draft: Draft = {
    title: id,
    keepsEntities: false,
    frames: new Map(),
    objects: [],
    prefixes: [],
    parents: [],
    children: [],
    implications: [],
    excepted: [],
    metrics: new Set(),
    models: [],
    fields: new Map(),
    openFields: [],
    derivations: new Map(),
  };
  drafts.set(id, draft);
  return draft;
}

function readSource(yaml: YamlNode, draft: Draft): void {
  draft.title = yaml.get("title")?.text() ?? draft.title;
  const identity = yaml.get("identity")?.text();
  if (identity !== undefined) draft.identity = identity;
  draft.keepsEntities = yaml.get("text")?.text() === "xml" || draft.keepsEntities;
  draft.objects = yaml.get("objects")?.texts() ?? draft.objects;
  const names = yaml.get("names")?.text();
  if (names !== undefined) draft.names = names;
  for (const form of ["xml", "text"] as const) {
    const frame = yaml.get("frame")?.get(form)?.text();
    if (frame !== undefined) draft.frames.set(form, frame);
  }
  draft.prefixes = yaml.get("prefixes")?.texts() ?? draft.prefixes;
  draft.parents = yaml.get("like")?.texts() ?? draft.parents;
  draft.children = yaml.get("children")?.entries() ?? draft.children;
  draft.excepted = yaml.get("except")?.items() ?? draft.excepted;
  draft.models = yaml.get("models")?.entries() ?? draft.models;
  for (const each of yaml.get("implies")?.items() ?? [])
    draft.implications = [
      ...draft.implications,
      { when: readEventKind(each.get("when")), then: readEventKind(each.get("then")) },
    ];
  for (const [name, field] of yaml.get("fields")?.entries() ?? [])
    draft.fields.set(name, readField(name, field));
  for (const [origin, names] of yaml.get("origins")?.entries() ?? [])
    for (const field of names.texts().map(splitName)) draft.fields.set(field.name, { ...field, origin });
  for (const name of yaml.get("metrics")?.texts() ?? []) {
    draft.metrics.add(name);
    draft.fields.set(name, { name, type: "number", multivalue: false, always: false, origin: "metric" });
  }
  for (const family of yaml.get("families")?.items() ?? []) {
    const open = readFamily(family);
    if (open !== undefined) draft.openFields.push(open);
  }
  for (const [name, written] of yaml.get("derive")?.entries() ?? [])
    draft.derivations.set(name, written.isList() ? written.items() : [written]);
}

function sourceOf(id: string, draft: Draft, drafts: ReadonlyMap<string, Draft>): LogSource {
  const line = lineage(draft, drafts, new Set([id]));
  const fields = new Map(line.flatMap((each) => [...each.fields]));
  const frames = new Map(line.flatMap((each) => [...each.frames]));
  const openFields = [...line].reverse().flatMap((each) => each.openFields);
  const written = new Map(line.flatMap((each) => [...each.derivations]));
  for (const [name, nodes] of written) {
    // Another name of a field that every event has.
    const [only, ...more] = nodes;
    const always =
      more.length === 0 && only?.isText() === true && fields.get(only.text() ?? "")?.always === true;
    if (!fields.has(name)) fields.set(name, { name, type: "text", multivalue: false, always });
  }

  const metrics = new Set(line.flatMap((each) => [...each.metrics]));
  const plain: LogSource = {
    id,
    title: draft.title,
    prefixes: draft.prefixes,
    fields,
    openFields,
    derivations: new Map(),
    ...(line.some(({ keepsEntities }) => keepsEntities) ? { keepsEntities: true } : {}),
    ...(draft.objects.length === 0 ? {} : { objects: new Set(draft.objects) }),
    ...(draft.names === undefined ? {} : { names: new RegExp(`^(?:${draft.names})$`, "u") }),
    ...(frames.size === 0 ? {} : { frames }),
    ...(draft.identity === undefined ? {} : { identity: draft.identity }),
    ...(metrics.size === 0 ? {} : { metrics }),
  };
  const children = new Map(draft.children.map(([path, kind]) => [path, readChild(kind, plain)]));
  const excepted = draft.excepted.map((kind) => readChild(kind, plain));
  const derivations = new Map<string, readonly Derivation[]>();
  for (const [name, nodes] of written) derivations.set(name, readDerivations(nodes, plain));
  const models = new Map(draft.models.map(([model, yaml]) => [model, readModel(yaml, plain)]));
  return {
    ...plain,
    derivations,
    ...(draft.implications.length === 0 ? {} : { implications: draft.implications }),
    ...(children.size === 0 ? {} : { children }),
    ...(excepted.length === 0 ? {} : { excepted }),
    ...(models.size === 0 ? {} : { models }),
  };
}

/** The draft with all it is like, the most general first. */
function lineage(draft: Draft, drafts: ReadonlyMap<string, Draft>, seen: Set<string>): readonly Draft[] {
  const parents = draft.parents.flatMap((id) => {
    const parent = drafts.get(id);
    if (parent === undefined || seen.has(id)) return [];
    seen.add(id);
    return lineage(parent, drafts, seen);
  });
  return [...parents, draft];
}

function readField(name: string, yaml: YamlNode): SourceField {
  if (yaml.isText()) {
    const { type, multivalue, always } = readType(yaml.text() ?? "text", yaml);
    return { name, type, multivalue, always };
  }
  const { type, multivalue, always } = readType(yaml.get("type")?.text() ?? "text", yaml);
  const fill = yaml.get("fill")?.text();
  const values = yaml.get("values")?.texts();
  const origin = yaml.get("origin")?.text();
  const isUpper = yaml.get("spelled")?.text() === "upper";
  return {
    name,
    type,
    multivalue,
    always: always || fill !== undefined,
    ...(fill === undefined ? {} : { fill }),
    ...(values === undefined ? {} : { values }),
    ...(isUpper ? { spelled: "upper" } : {}),
    ...(origin === undefined ? {} : { origin }),
  };
}

/** `text`, `number[]` (several values), `text!` (every event has it). */
function readType(
  written: string,
  yaml: YamlNode,
): { readonly type: ValueType; readonly multivalue: boolean; readonly always: boolean } {
  const always = written.endsWith("!");
  const rest = always ? written.slice(0, -1) : written;
  const multivalue = rest.endsWith("[]");
  const type = multivalue ? rest.slice(0, -2) : rest;
  if (isValueType(type)) return { type, multivalue, always };
  yaml.report(`\`${written}\` is not a type of value`);
  return { type: "unknown", multivalue, always };
}

/** A name of a list, with its type after a blank where it is not a text that may be missing: `LogonType number!`. */
function splitName(written: string): SourceField {
  const [name = written, type = "text"] = written.split(" ");
  const always = type.endsWith("!");
  const rest = always ? type.slice(0, -1) : type;
  const multivalue = rest.endsWith("[]");
  const plain = multivalue ? rest.slice(0, -2) : rest;
  return {
    name,
    type: isValueType(plain) ? plain : "text",
    multivalue: multivalue || name.includes("{}"),
    always,
  };
}

/** A family as a mapping, or as its name alone: then it is of the record, the log entry as it was sent. */
function readFamily(yaml: YamlNode): OpenField | undefined {
  const pattern = yaml.isText() ? yaml.text() : yaml.get("name")?.text();
  if (pattern === undefined) {
    yaml.report("a name with one `*` is expected here");
    return undefined;
  }
  const { type, multivalue } = readType(yaml.get("type")?.text() ?? "unknown", yaml);
  const matching = yaml.get("matching")?.text();
  const origin = yaml.isText() ? "record" : yaml.get("origin")?.text();
  return {
    pattern,
    type,
    multivalue,
    ...(matching === undefined ? {} : { matching: new RegExp(`^(?:${matching})$`, "u") }),
    ...(origin === undefined ? {} : { origin }),
  };
}

function readChild(yaml: YamlNode, source: LogSource): EventKind {
  for (const [field, values] of yaml.entries())
    if (fieldOf(source, field) === undefined)
      values.add(catalogDiagnostics["unknown-field-of-source"](values.span(), { source: source.id, field }));
  return readEventKind(yaml);
}

function readModel(yaml: YamlNode, source: LogSource): ModelEvents {
  const fields = (yaml.get("fields")?.entries() ?? []).map(
    ([name, written]) =>
      [name, readDerivations(written.isList() ? written.items() : [written], source)] as const,
  );
  return {
    events: yaml.get("events")?.items().map(readEventKind) ?? [],
    fields: new Map(fields),
    ...(yaml.get("whole")?.flag() === true ? { whole: true } : {}),
  };
}

function readDerivations(nodes: readonly YamlNode[], source: LogSource): readonly Derivation[] {
  return nodes.flatMap((node) => readDerivation(node, source));
}

function readDerivation(yaml: YamlNode, source: LogSource): readonly Derivation[] {
  const isBranch = yaml.get("is") !== undefined;
  const entry = readBinding(isBranch ? (yaml.get("is") ?? yaml) : yaml);
  if (entry === undefined) return [];
  const when = readEventKind(isBranch ? yaml.get("when") : undefined);
  if (entry.kind === "missing") return [{ when, value: entry }];
  const { expression } = instantiateBinding(
    entry.node,
    {
      kind: "fields",
      typeOf(name) {
        const field = fieldOf(source, name);
        if (field === undefined)
          yaml.add(
            catalogDiagnostics["unknown-field-of-source"](yaml.span(), { source: source.id, field: name }),
          );
        return field?.type ?? "unknown";
      },
    },
    yaml.fileSpan(),
  );
  const { comparable } = entry;
  return [
    { when, value: { kind: "computed", expression, ...(comparable === undefined ? {} : { comparable }) } },
  ];
}

function readSpelling(yaml: YamlNode, source: string): readonly SourceSpelling[] {
  const within = yaml.get("within")?.text();
  return readTerms(yaml).map((term) => ({ ...term, source, ...(within === undefined ? {} : { within }) }));
}

function readTerms(yaml: YamlNode): readonly RoutingTerm[] {
  return yaml
    .entries()
    .flatMap(([key, values]) =>
      key === "within" ? [] : values.texts().map((value) => ({ key: key.toLowerCase(), value })),
    );
}
