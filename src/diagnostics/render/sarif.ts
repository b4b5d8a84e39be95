import type { Diagnostic, Severity } from "../diagnostic.js";
import { diagnosticRecord, type PlaceRecord } from "./json.js";

export interface SarifOptions {
  /** The version of detc. */
  readonly version: string;
  /** Where the content root lies in the repository; `""` at its top. */
  readonly folder: string;
}

const levels: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  information: "note",
};

/**
 * Diagnostics as a SARIF 2.1.0 log, for code scanning. Paths are relative to the repository, with `%SRCROOT%` as their
 * base. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function renderSarif(diagnostics: readonly Diagnostic[], { version, folder }: SarifOptions): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "detc", semanticVersion: version, rules: codes.map(ruleOf) } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The top of the repository." } } },
        results: diagnostics.map((diagnostic) => resultOf(diagnostic, codes, folder)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** `search/unknown-command` is the rule `UnknownCommand`. */
function ruleOf(code: string) {
  const words = code.slice(code.indexOf("/") + 1).split("-");
  const name = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join("");
  return { id: code, name, shortDescription: { text: `${words.join(" ")}.` } };
}

function resultOf(diagnostic: Diagnostic, codes: readonly string[], folder: string) {
  const { related = [], help, ...record } = diagnosticRecord(diagnostic);
  const text = help === undefined ? record.message : `${record.message}\nhelp: ${help}`;
  return {
    ruleId: record.code,
    ruleIndex: codes.indexOf(record.code),
    level: levels[record.severity],
    message: { text },
    locations: [{ physicalLocation: placeOf(record, folder) }],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((place, id) => ({
            id,
            physicalLocation: placeOf(place, folder),
            message: { text: place.message },
          })),
        }),
  };
}

function placeOf({ file, line, column, endLine, endColumn }: PlaceRecord, folder: string) {
  const path = [folder, file].filter((part) => part !== "").join("/");
  const empty = endLine === line && endColumn <= column;
  return {
    artifactLocation: {
      uri: path.split("/").map(encodeURIComponent).join("/"),
      uriBaseId: "%SRCROOT%",
    },
    region: {
      startLine: line,
      startColumn: column,
      endLine,
      endColumn: empty ? column + 1 : endColumn,
    },
  };
}
