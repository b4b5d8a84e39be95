import { v5 } from "uuid";
import type { Understood } from "../../understood.js";
import { importDiagnostics } from "../../diagnostics/codes/import.js";
import { hasErrors, type Diagnostic } from "../../diagnostics/diagnostic.js";
import type { SourceText } from "../../source/source-text.js";
import { spanAt } from "../../yaml/yaml-node.js";
import { correlationSearch, type ReferredRule } from "./correlation.js";
import { detectionFile } from "./detection-file.js";
import { detectionLogic } from "./detection-logic.js";
import { finishSearch } from "./finish.js";
import { readLogSource, type ImportContext, type RuleSource } from "./log-source.js";
import { filtersOf, readFilters, type RuleFilter } from "./filters.js";
import { keepEntities } from "./keep-entities.js";
import { all, renameFields, type Logic } from "./logic.js";
import { readDocuments } from "./read-documents.js";
import {
  isMap,
  namesOf,
  readRuleDocument,
  textsIn,
  type RuleDocument,
  type RuleMetadata,
} from "./rule-document.js";
import { searchOf } from "./to-search.js";

export type { ImportContext } from "./log-source.js";

/** A rule as a search: what it means, and the file of the detection that it becomes. */
export interface ImportedRule {
  readonly metadata: RuleMetadata;
  readonly file: SourceText;
  readonly id: string;
  /** Its places are those of the rule. */
  readonly understood: Understood;
  readonly source: RuleSource;
  /** The YAML of the detection. */
  readonly yaml: string;
}

export interface ImportedFiles {
  readonly rules: readonly ImportedRule[];
  /** Documents that are a rule or should be one; those that were not read have an error among the diagnostics. */
  readonly total: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** The format, as the command line names it, and the target whose tables are its log sources. */
export const format = "sigma";

/** Ids of rules that have none: the text of the rule makes them. */
const idSpace = "5f2e2d5c-0d0c-4a61-9f0e-6a3c9d0c5a1b";

/**
 * Reads Sigma rules and correlations into the plan that searches have. Rules may refer to each other across files; a
 * rule that a correlation counts is no rule by itself unless the correlation says `generate`.
 */
export function importRules(files: readonly SourceText[], context: ImportContext): ImportedFiles {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  let total = 0;
  const documents = files.flatMap((file) => {
    const read = readDocuments(file);
    read.diagnostics.forEach(report);
    total += Math.max(read.documents.length, hasErrors(read.diagnostics) ? 1 : 0);
    return read.documents.flatMap((document) => readRuleDocument(document, report) ?? []);
  });
  const filters = readFilters(documents, report);
  const counted = new Set(documents.flatMap(countedRules));
  const referred = (name: string): ReferredRule | undefined => {
    const rule = documents.find(
      ({ kind, metadata }) => kind === "detection" && namesOf(metadata).includes(name),
    );
    return rule === undefined ? undefined : readRule(rule, filters, context, report);
  };
  const rules = documents.flatMap((rule): readonly ImportedRule[] => {
    if (!isOwnRule(rule, counted)) return [];
    const imported =
      rule.kind === "detection"
        ? importDetection(rule, filters, context, report)
        : importCorrelation(rule, referred, report);
    return imported === undefined ? [] : [imported];
  });
  return {
    rules,
    total: total - documents.filter((rule) => !isOwnRule(rule, counted)).length,
    diagnostics,
  };
}

/** Whether a document is a rule that fires by itself: no filter, and not only counted by a correlation. */
function isOwnRule({ kind, metadata }: RuleDocument, counted: ReadonlySet<string>): boolean {
  return kind !== "filter" && !namesOf(metadata).some((name) => counted.has(name));
}

/** The rules that only a correlation uses. */
function countedRules({ document: { value }, kind }: RuleDocument): readonly string[] {
  if (kind !== "correlation" || !isMap(value) || !isMap(value["correlation"])) return [];
  const generates = value["generate"] === true || value["correlation"]["generate"] === true;
  return generates ? [] : textsIn(value["correlation"]["rules"]);
}

type Report = (diagnostic: Diagnostic) => void;

function readRule(
  rule: RuleDocument,
  filters: readonly RuleFilter[],
  context: ImportContext,
  report: Report,
): ReferredRule | undefined {
  let failed = false;
  const reportHere = (diagnostic: Diagnostic) => {
    failed ||= diagnostic.severity === "error";
    report(diagnostic);
  };
  const own = detectionLogic(rule.document, report);
  const logic = own && filtered(own, filtersOf(rule, filters), rule, report);
  const source = readLogSource(rule.document, context, reportHere);
  if (logic === undefined || source === undefined) return undefined;
  const known = new Map<string, string>();
  const rename = (field: string) => {
    const name = known.get(field) ?? source.field(field);
    known.set(field, name);
    return name;
  };
  const keepsEntities = source.catalog.sources.get(source.source)?.keepsEntities ?? false;
  const renamed = renameFields(keepsEntities ? keepEntities(logic, reportHere) : logic, rename);
  return failed ? undefined : { logic: renamed, source };
}

/** What a rule and all its filters ask; `undefined` where a filter could not be read. */
function filtered(
  own: Logic,
  filters: readonly RuleFilter[],
  { document }: RuleDocument,
  report: Report,
): Logic | undefined {
  const span = spanAt(document, ["title"]);
  const operands = [own];
  for (const { logic, title } of filters) {
    if (logic === undefined) report(importDiagnostics["filter-document"](span, { title }));
    else operands.push(logic);
  }
  return operands.length > filters.length ? all(operands, own.span) : undefined;
}

function importDetection(
  rule: RuleDocument,
  filters: readonly RuleFilter[],
  context: ImportContext,
  report: Report,
): ImportedRule | undefined {
  const read = readRule(rule, filters, context, report);
  if (read === undefined) return undefined;
  return finish(rule, searchOf(read.logic, read.source.origin), read.source, report);
}

function importCorrelation(
  rule: RuleDocument,
  find: (name: string) => ReferredRule | undefined,
  report: Report,
): ImportedRule | undefined {
  const search = correlationSearch(rule.document, find, report);
  return search && finish(rule, search.pipeline, search.source, report);
}

function finish(
  { document, metadata }: RuleDocument,
  pipeline: ReturnType<typeof searchOf>,
  source: RuleSource,
  report: Report,
): ImportedRule | undefined {
  const span = spanAt(document, ["title"]);
  const understood = finishSearch(pipeline, source, span, report);
  if (understood === undefined) return undefined;
  const id = metadata.id?.toLowerCase() ?? v5(document.file.text, idSpace);
  const yaml = detectionFile(metadata, understood.source.text, id);
  return { metadata, file: document.file, id, understood, source, yaml };
}
