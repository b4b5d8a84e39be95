import type { SearchComparison } from "../../grammar/ast.js";
import { parseSearch } from "../../grammar/parser.js";
import { evaluateDiagnostics } from "../diagnostics/codes/evaluate.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { meaningOf, type LogSource, type RoutingTerm, type SourceCatalog } from "../plan/log-source.js";
import type { SourceText, Span } from "../source/source-text.js";

/** The log source of a search that names none: whatever events it is given. */
export const recordedEvents = "recorded-events";

const openSource: LogSource = {
  id: recordedEvents,
  title: "the events of a file",
  prefixes: [],
  fields: new Map(),
  openFields: [],
  derivations: new Map(),
};

const routingKeys: ReadonlySet<string> = new Set(["index", "sourcetype", "source", "eventtype"]);

/**
 * The catalog for running a search over given events: a search needs no log source there. A term that the catalog
 * does not know selects nothing, and a warning says so (an index says only where Splunk keeps events).
 */
export function recordedCatalog(
  catalog: SourceCatalog,
  search: SourceText,
): { readonly catalog: SourceCatalog; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const neutral: RoutingTerm[] = [];
  for (const { key, value, span } of routingTerms(parseSearch(search).pipeline)) {
    if (meaningOf(catalog, key, value).kind !== "unknown") continue;
    neutral.push({ key, value: value.toLowerCase() });
    if (key !== "index")
      diagnostics.push(evaluateDiagnostics["unknown-routing"](span, { term: `${key}=${value}` }));
  }
  return {
    catalog: {
      sources: new Map([...catalog.sources, [recordedEvents, openSource]]),
      spellings: catalog.spellings,
      neutralTerms: [...catalog.neutralTerms, ...neutral],
    },
    diagnostics,
  };
}

/** The comparisons of a search that may name a log source. */
function routingTerms(
  node: unknown,
): readonly { readonly key: string; readonly value: string; readonly span: Span }[] {
  if (Array.isArray(node)) return node.flatMap(routingTerms);
  if (typeof node !== "object" || node === null) return [];
  if ("kind" in node && node.kind === "search-comparison") {
    const comparison = node as SearchComparison;
    const key = comparison.field.name.toLowerCase();
    if (comparison.operator !== "=" || !routingKeys.has(key)) return [];
    const value = comparison.value.pattern.map((part) => (part.kind === "any" ? "*" : part.text)).join("");
    return [{ key, value, span: comparison.span }];
  }
  return Object.entries(node).flatMap(([name, part]) =>
    name === "span" || name === "keyword" || name === "source" ? [] : routingTerms(part),
  );
}
