import { dirname, join } from "node:path";
import { CsvError } from "csv-parse/sync";
import { contentDiagnostics } from "../../diagnostics/codes/content.js";
import { hasErrors, type Diagnostic } from "../../diagnostics/diagnostic.js";
import { readCsv } from "../../source/csv.js";
import { spanAt, type YamlDocument } from "../../yaml/yaml-node.js";
import { stemOf, type ContentFile } from "../content-file.js";
import type { LookupTable } from "../model.js";
import { largestCsv, readTextFile } from "../read-file.js";

/** A script is no part of a content repository. */
type AuthoredKind = Exclude<LookupTable["kind"], "script">;

export interface AuthoredLookup {
  readonly name: string;
  readonly description?: string;
  readonly filename?: string;
  readonly lookup_type?: AuthoredKind;
  readonly collection?: string;
  readonly fields_list?: string;
  readonly fields?: string | readonly string[];
  readonly default_match?: string | boolean | number;
  readonly case_sensitive_match?: string | boolean;
  readonly match_type?: string | readonly string[];
  readonly min_matches?: number;
  readonly max_matches?: number;
  readonly filter?: string;
}

/**
 * A lookup of either ESCU format, with the text of its CSV. A CSV that does not exist is only a warning, since not
 * every target needs the rows.
 */
export function toLookup(
  document: YamlDocument,
  authored: AuthoredLookup,
  place: ContentFile,
): { readonly lookup?: LookupTable; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const matchTypes = matchTypesOf(document, authored, diagnostics);
  const data = dataOf(document, authored, place, diagnostics);
  if (data === undefined || hasErrors(diagnostics)) return { diagnostics };
  const lookup: LookupTable = {
    name: authored.name,
    description: authored.description ?? "",
    ...data,
    matchTypes,
    // transforms.conf: case_sensitive_match is true unless set.
    caseSensitive: /^(true|1)$/i.test(String(authored.case_sensitive_match ?? true)),
    statesCase: authored.case_sensitive_match !== undefined,
    minMatches: authored.min_matches ?? 0,
    ...(authored.max_matches === undefined ? {} : { maxMatches: authored.max_matches }),
    ...(authored.default_match === undefined ? {} : { defaultMatch: String(authored.default_match) }),
    ...(authored.filter === undefined ? {} : { filter: authored.filter }),
    file: document.file,
  };
  return { lookup, diagnostics };
}

type LookupData = Pick<LookupTable, "kind" | "csv" | "columns" | "collection">;

function dataOf(
  document: YamlDocument,
  authored: AuthoredLookup,
  place: ContentFile,
  diagnostics: Diagnostic[],
): LookupData | undefined {
  const kind = kindOf(authored);
  switch (kind) {
    case "kvstore":
      return {
        kind,
        columns: columnsOf(authored.fields ?? authored.fields_list ?? []),
        collection: authored.collection ?? authored.name,
      };
    case "mlmodel":
      return { kind, columns: [] };
    case "csv":
      return csvOf(document, authored, place, diagnostics);
    case undefined:
      diagnostics.push(
        contentDiagnostics["lookup-without-data"](spanAt(document, ["name"]), { name: authored.name }),
      );
      return undefined;
  }
}

function kindOf({ lookup_type: type, collection, filename }: AuthoredLookup): AuthoredKind | undefined {
  if (type !== undefined) return type;
  if (collection !== undefined) return "kvstore";
  if (filename === undefined) return undefined;
  return /\.mlmodel$/i.test(filename) ? "mlmodel" : "csv";
}

/** The new format names no file: it has the name of the YAML file. */
function csvOf(
  document: YamlDocument,
  authored: AuthoredLookup,
  place: ContentFile,
  diagnostics: Diagnostic[],
): LookupData | undefined {
  const span = spanAt(document, [authored.filename === undefined ? "name" : "filename"]);
  const filename = authored.filename ?? `${stemOf(place.name)}.csv`;
  if (/[/\\]/.test(filename) || filename === "..") {
    diagnostics.push(contentDiagnostics["lookup-file-outside"](span, { file: filename }));
    return undefined;
  }
  const path = `${dirname(place.name)}/${filename}`;
  const read = readTextFile(join(dirname(place.location), filename), path, largestCsv);
  if (read.file === undefined) {
    if (read.missing === true)
      diagnostics.push(
        contentDiagnostics["lookup-file-missing"](span, { name: authored.name, file: filename }),
      );
    else if (read.diagnostic !== undefined) diagnostics.push(read.diagnostic);
    return { kind: "csv", columns: columnsOf(authored.fields ?? []) };
  }
  const columns = headerOf(read.file.text);
  if (columns === undefined) {
    diagnostics.push(contentDiagnostics["empty-csv"]({ source: read.file, start: 0, end: 0 }, {}));
    return undefined;
  }
  return { kind: "csv", csv: { path: filename, text: read.file.text }, columns };
}

/** The names of the columns; `undefined` where the text has no readable first line. */
function headerOf(text: string): readonly string[] | undefined {
  try {
    return readCsv(text, 1)[0];
  } catch (thrown) {
    if (thrown instanceof CsvError) return undefined;
    throw thrown;
  }
}

function columnsOf(list: string | readonly string[]): readonly string[] {
  const names = typeof list === "string" ? list.split(",") : list;
  return names.map((name) => name.trim()).filter((name) => name !== "");
}

function matchTypesOf(
  document: YamlDocument,
  { match_type: authored = [] }: AuthoredLookup,
  diagnostics: Diagnostic[],
): LookupTable["matchTypes"] {
  const types = new Map<string, "wildcard" | "cidr">();
  for (const text of columnsOf(authored)) {
    const match = /^(WILDCARD|CIDR|EXACT)\(\s*([^()\s]+)\s*\)$/i.exec(text);
    const column = match?.[2];
    if (column === undefined)
      diagnostics.push(contentDiagnostics["lookup-match-type"](spanAt(document, ["match_type"]), { text }));
    else if (match?.[1]?.toUpperCase() === "WILDCARD") types.set(column, "wildcard");
    else if (match?.[1]?.toUpperCase() === "CIDR") types.set(column, "cidr");
  }
  return types;
}
