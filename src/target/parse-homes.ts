import { catalogDiagnostics } from "../diagnostics/codes/catalog.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { ScalarExpression } from "../plan/expression.js";
import { fieldOf, type EventKind, type LogSource, type SourceCatalog } from "../plan/log-source.js";
import type { SourceText } from "../source/source-text.js";
import { instantiateBinding, type ColumnTypes } from "./instantiate-binding.js";
import { bindEntry, type FamilyRule } from "./bind-family.js";
import { parseBindingExpression } from "./binding-expression.js";
import type { FieldBinding, FieldFamily, Home, HomeVariant, SourceHomes } from "./profile.js";
import { readBinding, readEventKind, type BindingEntry } from "./read-binding.js";
import { YamlNode } from "./yaml-node.js";

/** Reads `fields/*.yml` of a target: the homes of each log source. Later files add to and override earlier ones. */
export function parseHomes(
  files: readonly SourceText[],
  catalog: SourceCatalog,
  types: ColumnTypes,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, SourceHomes> {
  const drafts = new Map<string, SourceDraft>();
  const roots = files.flatMap((file) => YamlNode.read(file, diagnostics) ?? []);
  const groups = new Map(roots.flatMap((root) => root.get("groups")?.entries() ?? []));
  for (const [id, yaml] of roots.flatMap((root) => root.get("sources")?.entries() ?? [])) {
    const source = catalog.sources.get(id);
    if (source === undefined)
      diagnostics.push(catalogDiagnostics["unknown-source"](yaml.span(), { source: id }));
    else new HomeReader(source, groups, types).read(yaml, draftOf(drafts, source));
  }
  const eventsOf: EventsOf = (id) => {
    const draft = drafts.get(id);
    const { homes = undefined, defaultHome = "" } = draft === undefined ? {} : homesOf(draft, eventsOf);
    const home = homes?.get(defaultHome);
    return draft === undefined || home === undefined ? undefined : { source: draft.source, home };
  };
  return new Map([...drafts].map(([id, draft]) => [id, homesOf(draft, eventsOf)]));
}

/** The default home of a log source, for the data models that take its events. */
type EventsOf = (id: string) => Home["of"];

interface SourceDraft {
  readonly source: LogSource;
  defaultHome?: string;
  otherwise?: string;
  missing?: string;
  readonly homes: Map<string, HomeDraft>;
}

interface HomeDraft {
  table?: string;
  of?: string;
  custom?: true;
  filter?: ScalarExpression;
  connectors: readonly string[];
  readonly fields: Map<string, FieldBinding>;
  readonly families: Map<string, FieldFamily>;
  readonly texts: Map<string, FamilyRule>;
  readonly variants: VariantDraft[];
}

interface VariantDraft {
  readonly when: EventKind;
  /** False where the fields of the home are columns of its table alone. */
  readonly inherits: boolean;
  readonly draft: HomeDraft;
}

function draftOf(drafts: Map<string, SourceDraft>, source: LogSource): SourceDraft {
  const known = drafts.get(source.id);
  if (known !== undefined) return known;
  const draft: SourceDraft = { source, homes: new Map() };
  drafts.set(source.id, draft);
  return draft;
}

function emptyHome(): HomeDraft {
  return { connectors: [], fields: new Map(), families: new Map(), texts: new Map(), variants: [] };
}

function homesOf(draft: SourceDraft, eventsOf: EventsOf): SourceHomes {
  const homes = new Map([...draft.homes].map(([id, home]) => [id, homeOf(id, home, eventsOf)]));
  const defaultHome = draft.defaultHome ?? homes.keys().next().value;
  return {
    source: draft.source,
    homes,
    ...(defaultHome === undefined ? {} : { defaultHome }),
    ...(draft.otherwise === undefined ? {} : { otherwise: draft.otherwise }),
    ...(draft.missing === undefined ? {} : { missing: draft.missing }),
  };
}

function homeOf(id: string, draft: HomeDraft, eventsOf: EventsOf): Home {
  const of = draft.of === undefined ? undefined : eventsOf(draft.of);
  if (of !== undefined) return { ...of.home, id, fields: draft.fields, families: [], variants: [], of };
  return {
    id,
    fields: draft.fields,
    families: [...draft.families.values()],
    texts: draft.texts,
    connectors: draft.connectors,
    ...(draft.table === undefined ? {} : { table: draft.table }),
    ...(draft.custom === undefined ? {} : { custom: draft.custom }),
    ...(draft.filter === undefined ? {} : { filter: draft.filter }),
    variants: draft.variants.map((variant): HomeVariant => {
      if (variant.draft.of !== undefined)
        return { when: variant.when, home: homeOf(id, variant.draft, eventsOf) };
      const filter = variant.draft.filter ?? (variant.draft.table === undefined ? draft.filter : undefined);
      const table = variant.draft.table ?? draft.table;
      const { fields, texts, families } = variant.inherits ? draft : emptyHome();
      const merged: HomeDraft = {
        ...variant.draft,
        ...(table === undefined ? {} : { table }),
        ...(variant.draft.table === undefined && draft.custom === true ? { custom: true } : {}),
        ...(filter === undefined ? {} : { filter }),
        connectors: variant.draft.connectors.length > 0 ? variant.draft.connectors : draft.connectors,
        fields: new Map([...fields, ...variant.draft.fields]),
        texts: new Map([...texts, ...variant.draft.texts]),
        families: new Map([...variant.draft.families, ...withoutKeys(families, variant.draft.families)]),
      };
      return { when: variant.when, home: homeOf(id, merged, eventsOf) };
    }),
  };
}

function withoutKeys<Value>(
  map: ReadonlyMap<string, Value>,
  keys: ReadonlyMap<string, unknown>,
): readonly (readonly [string, Value])[] {
  return [...map].filter(([key]) => !keys.has(key));
}

class HomeReader {
  constructor(
    private readonly source: LogSource,
    private readonly groups: ReadonlyMap<string, YamlNode>,
    private readonly types: ColumnTypes,
  ) {}

  read(yaml: YamlNode, draft: SourceDraft): void {
    const missing = yaml.get("missing")?.text();
    if (missing !== undefined) draft.missing = missing;
    const chosen = yaml.get("default")?.text();
    if (chosen !== undefined) draft.defaultHome = chosen;
    const other = yaml.get("otherwise")?.text();
    if (other !== undefined) draft.otherwise = other;
    for (const [id, home] of yaml.get("homes")?.entries() ?? []) {
      const known = draft.homes.get(id) ?? emptyHome();
      draft.homes.set(id, known);
      this.home(home, known);
    }
    for (const named of [draft.defaultHome, draft.otherwise])
      if (named !== undefined && !draft.homes.has(named))
        yaml.report(`the home \`${named}\` is not among the homes`);
  }

  private home(yaml: YamlNode, draft: HomeDraft): void {
    const table = yaml.get("table")?.text();
    if (table !== undefined) {
      draft.table = table;
      delete draft.custom;
    }
    const of = yaml.get("of")?.text();
    if (of !== undefined) draft.of = of;
    if (yaml.get("custom")?.flag() === true) draft.custom = true;
    const filter = yaml.get("filter");
    if (filter !== undefined) draft.filter = this.filter(filter);
    draft.connectors = yaml.get("connectors")?.texts() ?? draft.connectors;
    for (const name of yaml.get("use")?.texts() ?? []) {
      const group = this.groups.get(name);
      if (group === undefined) yaml.report(`there is no group \`${name}\``);
      else this.fields(group, draft, true);
    }
    const fields = yaml.get("fields");
    if (fields !== undefined) this.fields(fields, draft, false);
    for (const [origin, written] of yaml.get("texts")?.entries() ?? []) {
      const entry = readBinding(written);
      if (entry !== undefined)
        draft.texts.set(origin, { kind: "entry", entry, types: this.types, span: written.fileSpan() });
    }
    for (const variant of yaml.get("variants")?.items() ?? []) {
      const kind = emptyHome();
      this.home(variant, kind);
      const inherits = variant.get("inherits")?.flag() !== false;
      draft.variants.push({ when: readEventKind(variant.get("when")), inherits, draft: kind });
    }
  }

  /** A group serves several sources: what a source has no field for is left out of it. */
  private fields(yaml: YamlNode, draft: HomeDraft, isGroup: boolean): void {
    for (const [name, written] of yaml.entries()) {
      const entry = readBinding(written);
      if (entry === undefined) continue;
      if (name.includes("*")) draft.families.set(name, this.family(name, entry, written));
      else if (fieldOf(this.source, name) !== undefined)
        draft.fields.set(name, bindEntry(entry, this.types, written.fileSpan(), undefined));
      else if (!isGroup)
        written.add(
          catalogDiagnostics["unknown-field-of-source"](written.span(), {
            source: this.source.id,
            field: name,
          }),
        );
    }
  }

  private family(name: string, entry: BindingEntry, yaml: YamlNode): FieldFamily {
    const colon = name.indexOf(":");
    return {
      pattern: colon === -1 ? name : name.slice(colon + 1),
      ...(colon === -1 ? {} : { origin: name.slice(0, colon) }),
      rule: { kind: "entry", entry, types: this.types, span: yaml.fileSpan() },
    };
  }

  private filter(yaml: YamlNode): ScalarExpression {
    const tests = yaml.entries().flatMap(([column, wanted]) => {
      const parsed = parseBindingExpression(column);
      if (parsed.kind === "invalid") {
        wanted.report(parsed.reason);
        return [];
      }
      const { expression } = instantiateBinding(
        parsed.node,
        { kind: "columns", types: this.types },
        wanted.fileSpan(),
      );
      return [filterTest(expression, wanted)];
    });
    const [only] = tests;
    if (tests.length === 1 && only !== undefined) return only;
    return { kind: "and", operands: tests, span: yaml.fileSpan() };
  }
}

/**
 * `column: value`, `column: [values]`, `column: { except: … }`, `column: { present: true }`, and
 * `column: { startsWith | endsWith | contains: text }`.
 */
function filterTest(column: ScalarExpression, yaml: YamlNode): ScalarExpression {
  const span = yaml.fileSpan();
  const except = yaml.get("except");
  if (except !== undefined) return { kind: "not", operand: filterTest(column, except), span };
  if (yaml.get("present")?.flag() === true) return { kind: "is-present", value: column, span };
  for (const [key, before, after] of [
    ["startsWith", false, true],
    ["endsWith", true, false],
    ["contains", true, true],
  ] as const) {
    const text = yaml.get(key)?.text();
    if (text === undefined) continue;
    const any = { kind: "any" } as const;
    return {
      kind: "match",
      value: column,
      pattern: {
        kind: "wildcard",
        parts: [...(before ? [any] : []), { kind: "text", text }, ...(after ? [any] : [])],
      },
      caseSensitive: false,
      whenMissing: "false",
      span,
    };
  }
  const values = (yaml.isList() ? yaml.items() : [yaml]).map(({ value }) => value).filter(isScalar);
  const options = values.map((value) => ({ kind: "literal", value, span }) as const);
  const mode = values.every((value) => typeof value === "number") ? "number" : "text";
  const [first] = options;
  if (options.length === 1 && first !== undefined)
    return {
      kind: "compare",
      operator: "=",
      left: column,
      right: first,
      mode,
      caseSensitive: true,
      whenMissing: "false",
      span,
    };
  return { kind: "one-of", value: column, options, mode, caseSensitive: true, whenMissing: "false", span };
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
