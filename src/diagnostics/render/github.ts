import type { Diagnostic } from "../diagnostic.js";
import { isInRepository } from "./in-repository.js";
import { diagnosticRecord } from "./json.js";

const commands = { error: "error", warning: "warning", information: "notice" } as const;

/**
 * A workflow command that GitHub shows beside the line of a pull request; `folder` is where the content root lies in
 * the repository. What has no place there is shown without one. https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions
 */
export function renderAnnotation(diagnostic: Diagnostic, folder = ""): string {
  const { file, line, column, endLine, endColumn, code, help } = diagnosticRecord(diagnostic);
  const path = folder === "" ? file : `${folder}/${file}`;
  const lastColumn = endLine === line ? `,endColumn=${Math.max(column, endColumn - 1)}` : "";
  const place = isInRepository(file)
    ? `file=${property(path)},line=${line},col=${column},endLine=${endLine}${lastColumn},`
    : "";
  const text = help === undefined ? diagnostic.message : `${diagnostic.message}\nhelp: ${help}`;
  return `::${commands[diagnostic.severity]} ${place}title=${property(code)}::${data(text)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
