import type { SearchComparison, SearchExpression, SearchIn } from "../../../grammar/ast.js";
import { importDiagnostics } from "../../diagnostics/codes/import.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { fieldOf, meaningOf, type LogSource, type SourceCatalog } from "../../plan/log-source.js";
import type { Span } from "../../source/source-text.js";
import { nameSource, type NamedSource } from "../../target/name-source.js";
import { bindField } from "../../target/bind-field.js";
import type { FieldBinding, Home, TargetProfile } from "../../target/profile.js";
import { sourcesOfTable } from "../../target/table-source.js";
import { keySpanAt, spanAt, type YamlDocument } from "../../yaml/yaml-node.js";
import { isMap } from "./rule-document.js";
import { searchValue } from "./to-search.js";

/** What the rules are read with. */
export interface ImportContext {
  readonly catalog: SourceCatalog;
  readonly profiles: ReadonlyMap<string, TargetProfile>;
  /** The profile whose tables are the log sources of rules. */
  readonly profile: TargetProfile;
  /** The log source that the user named instead of the one of the rules. */
  readonly source?: string;
}

/** The log source of a rule, in the catalog. */
export interface RuleSource extends NamedSource {
  /** As the rule names it: `category=…,product=…`. */
  readonly table: string;
  /** The terms of a search that name it; none where the catalog has no spelling of it. */
  readonly origin: readonly SearchExpression[];
  /** The field of the search that is a field of the rule. */
  field(name: string): string;
}

const keys = ["category", "product", "service"] as const;

/** Finds the source of a rule; reports what is wrong with its `logsource`, and gives `undefined` then. */
export function readLogSource(
  document: YamlDocument,
  context: ImportContext,
  report: (diagnostic: Diagnostic) => void,
): RuleSource | undefined {
  const written = isMap(document.value) ? document.value["logsource"] : undefined;
  const span = keySpanAt(document, ["logsource"]);
  if (!isMap(written)) {
    report(importDiagnostics["missing-key"](spanAt(document, ["logsource"]), { key: "logsource" }));
    return undefined;
  }
  const known = [...keys, "definition"];
  const unknown = Object.keys(written).filter((key) => !known.includes(key));
  for (const key of unknown)
    report(importDiagnostics["unknown-key"](keySpanAt(document, ["logsource", key]), { key, known }));
  if (unknown.length > 0) return undefined;
  const table = keys
    .flatMap((key) => (typeof written[key] === "string" ? [`${key}=${String(written[key])}`] : []))
    .join(",");
  if (table === "") {
    report(importDiagnostics["missing-key"](span, { key: "product" }));
    return undefined;
  }
  return sourceOfTable(table, span, context, report);
}

function sourceOfTable(
  table: string,
  span: Span,
  context: ImportContext,
  report: (diagnostic: Diagnostic) => void,
): RuleSource | undefined {
  const { catalog, profile, profiles } = context;
  const found = sourcesOfTable(table, profile);
  const named = nameSource(context.source ?? table, catalog, profiles);
  if (named === undefined) {
    report(importDiagnostics["wrong-value"](span, { what: "`logsource`", expected: "a log source" }));
    return undefined;
  }
  if (found.length > 1 && context.source === undefined)
    report(
      importDiagnostics["ambiguous-source"](span, {
        source: table,
        candidates: found.map(({ source }) => source.id),
      }),
    );
  const home = found.find(({ source }) => source.id === named.source)?.home;
  const terms = sourceTerms(named.source, catalog, span);
  const spelled = terms.length > 0;
  if (!spelled) report(importDiagnostics["unnamed-source"](span, { source: context.source ?? table }));
  const source = catalog.sources.get(named.source);
  return {
    ...named,
    table,
    origin: [...terms, ...kindTerms(named, span)],
    field: (name) => {
      if (source === undefined) return name;
      const inner = fieldOfColumn(name, source, home);
      if (typeof inner === "string") return inner;
      report(importDiagnostics[inner.problem](span, { field: name, source: named.source }));
      return name;
    },
  };
}

/**
 * The field of a source that a rule's field is: the same name, or the one that the home keeps under that name. A name
 * that the source computes from other fields is another field than that of the rule.
 */
function fieldOfColumn(
  column: string,
  source: LogSource,
  home: Home | undefined,
): string | { readonly problem: "unknown-field" | "other-meaning" } {
  if (column.startsWith("_")) return column;
  const bound = [...(home?.fields ?? [])].flatMap(([name, binding]) =>
    isColumn(binding, column) ? [name] : [],
  );
  if (bound.includes(column)) return column;
  const [first] = bound;
  if (first !== undefined) return first;
  if (fieldOf(source, column) === undefined) return { problem: "unknown-field" };
  if (
    home === undefined ||
    isColumn(
      bindField(column, source, home, () => undefined),
      column,
    )
  )
    return column;
  return { problem: "other-meaning" };
}

function isColumn(binding: FieldBinding | undefined, name: string): boolean {
  return (
    binding?.kind === "bound" && binding.expression.kind === "column" && binding.expression.name === name
  );
}

/** The terms `source=…` that name the source and no other. */
function sourceTerms(id: string, catalog: SourceCatalog, span: Span): readonly SearchExpression[] {
  for (const key of ["source", "sourcetype", "eventtype"]) {
    const values = catalog.spellings.filter(
      (spelling) =>
        spelling.source === id &&
        spelling.key === key &&
        !spelling.value.includes("*") &&
        isOnly(meaningOf(catalog, key, spelling.value), id),
    );
    if (values.length > 0)
      return [
        alternatives(
          key,
          values.map(({ value }) => value),
          span,
        ),
      ];
  }
  return [];
}

function isOnly(meaning: ReturnType<typeof meaningOf>, id: string): boolean {
  return meaning.kind === "sources" && meaning.spellings.every(({ source }) => source === id);
}

/** The kind of events that the rule's log source holds, as tests. */
function kindTerms({ events }: NamedSource, span: Span): readonly SearchExpression[] {
  return [...(events ?? [])].map(([field, set]) => {
    const test = alternatives(field, set.kind === "present" ? ["*"] : [...set.values], span);
    return set.kind === "except" ? { kind: "search-not", operand: test, span } : test;
  });
}

function alternatives(name: string, texts: readonly string[], span: Span): SearchComparison | SearchIn {
  const field = { name, span };
  const values = texts.map((text) => ({
    ...searchValue(
      text
        .split("*")
        .flatMap((part, index) => [
          ...(index === 0 ? [] : [{ kind: "any" } as const]),
          ...(part === "" ? [] : [{ kind: "text", text: part } as const]),
        ]),
      span,
    ),
    quoted: !/^\d+$/.test(text),
  }));
  const [only, ...more] = values;
  return only !== undefined && more.length === 0
    ? { kind: "search-comparison", field, operator: "=", value: only, span }
    : { kind: "search-in", field, values, span };
}
