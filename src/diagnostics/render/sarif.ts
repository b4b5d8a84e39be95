import { locate } from "../../source/locate.js";
import type { Diagnostic, Severity } from "../diagnostic.js";
import { isInRepository } from "./in-repository.js";
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
 * base. What has no place in the repository (an option, a commit that is not there) is a notification of the run. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function renderSarif(diagnostics: readonly Diagnostic[], { version, folder }: SarifOptions): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const placed = diagnostics.filter(hasPlace);
  const notified = diagnostics.filter((diagnostic) => !hasPlace(diagnostic));
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "detc", semanticVersion: version, rules: codes.map(ruleOf) } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The top of the repository." } } },
        invocations: [
          {
            executionSuccessful: notified.every(({ severity }) => severity !== "error"),
            toolExecutionNotifications: notified.map((diagnostic) => notificationOf(diagnostic, codes)),
          },
        ],
        results: placed.map((diagnostic) => resultOf(diagnostic, codes, folder)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** `search/unknown-command` is the rule `UnknownCommand`. */
function ruleOf(code: string) {
  const words = code.slice(code.indexOf("/") + 1).split("-");
  const name = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join("");
  const what = words.join(" ");
  return {
    id: code,
    name,
    shortDescription: { text: `${what}.` },
    // Code scanning of GitHub asks for both; what there is to say depends on the content, so each result says it.
    fullDescription: { text: `detc found: ${what} (${code}).` },
    help: { text: "Each result says what is wrong at its place, and how to cure it where that is known." },
  };
}

function hasPlace({ span }: Diagnostic): boolean {
  return isInRepository(locate(span).file.name);
}

function notificationOf(diagnostic: Diagnostic, codes: readonly string[]) {
  return {
    descriptor: { id: diagnostic.code, index: codes.indexOf(diagnostic.code) },
    level: levels[diagnostic.severity],
    message: { text: textOf(diagnostic) },
  };
}

function textOf({ message, help }: Pick<Diagnostic, "message" | "help">): string {
  return help === undefined ? message : `${message}\nhelp: ${help}`;
}

function resultOf(diagnostic: Diagnostic, codes: readonly string[], folder: string) {
  const { related = [], ...record } = diagnosticRecord(diagnostic);
  return {
    ruleId: record.code,
    ruleIndex: codes.indexOf(record.code),
    level: levels[record.severity],
    message: { text: textOf(diagnostic) },
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
