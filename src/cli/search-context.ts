import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { understand, type Compiler } from "../compile.js";
import type { Understood } from "../understood.js";
import { loadIngestRules } from "../content/load-ingest-rules.js";
import { configurationFile } from "../content/load-configuration.js";
import type { LookupTable } from "../content/model.js";
import { EvaluationContext } from "../evaluate/context.js";
import { lookupRowsOf, type LookupRows } from "../evaluate/lookup-rows.js";
import type { IngestRules } from "../ingest/rules.js";
import type { LogicalPlan } from "../plan/plan.js";
import type { SourceCatalog } from "../plan/log-source.js";
import { withGivenLookups } from "../target/automatic-lookups.js";
import { expandMacros } from "../source/expand-macros.js";
import type { SourceText } from "../source/source-text.js";
import { recordedCatalog, recordedEvents } from "../testing/recorded-catalog.js";

/** Reads a search for running it over given events: what names no known log source takes all of them. */
export function understandRecorded(search: SourceText, compiler: Compiler): Understood {
  const expanded = expandMacros(search, compiler.content.macros);
  const { catalog, diagnostics } = recordedCatalog(compiler.catalog, expanded.source);
  const understood = understand(search, {
    ...compiler,
    catalog,
    defaultSource: compiler.defaultSource ?? recordedEvents,
  });
  return { ...understood, diagnostics: [...diagnostics, ...understood.diagnostics] };
}

/** The rows of the lookups that came with theirs. */
export function lookupRows(lookups: ReadonlyMap<string, LookupTable>): ReadonlyMap<string, LookupRows> {
  const rows = new Map<string, LookupRows>();
  for (const [name, table] of lookups) {
    const found = lookupRowsOf(table);
    if (found !== undefined) rows.set(name, found);
  }
  return rows;
}

/** A search with the lookups written out that Splunk asks for every event, where these have rows. */
export function withGivenRows<Search extends { readonly plan?: LogicalPlan }>(
  search: Search,
  { lookups: shipped }: SourceCatalog,
  rows: ReadonlyMap<string, LookupRows>,
): Search {
  if (search.plan === undefined || shipped === undefined) return search;
  const plan = withGivenLookups(search.plan, [...shipped.values()], (name) => rows.has(name));
  return { ...search, plan };
}

/** The rules for raw logs, loaded when they are first asked for. */
export function ingestRules(now: number): () => Promise<IngestRules> {
  let rules: Promise<IngestRules> | undefined;
  return () => (rules ??= loadRules(now));
}

async function loadRules(now: number): Promise<IngestRules> {
  const { rules } = await loadIngestRules(new EvaluationContext({ now }));
  return rules;
}

/** The content repository that a path lies in: the nearest folder above with a `detc.yml` or a `detections`. */
export function contentRootOf(path: string): string | undefined {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, configurationFile)) || existsSync(join(folder, "detections"))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
