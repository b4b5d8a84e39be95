import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { renderAnnotation } from "../diagnostics/render/github.js";
import { diagnosticRecord } from "../diagnostics/render/json.js";
import { renderSarif } from "../diagnostics/render/sarif.js";
import { showFinding, type Finding } from "./findings.js";
import type { Terminal } from "./terminal.js";
import { packageVersion } from "./version.js";

/** How a command tells what it found. */
export const formats = ["text", "json", "github", "sarif"] as const;
export type Format = (typeof formats)[number];

/** Frames of more findings than this are shown only on request. */
const mostFrames = 50;

export interface ReportOptions {
  readonly verbose: boolean;
  /** Whether each refusal is shown with its place; a summary gives their reasons otherwise. */
  readonly refusals: boolean;
}

/** Shows findings as frames. */
export function reportFrames(
  findings: readonly Finding[],
  terminal: Terminal,
  { verbose, refusals }: ReportOptions,
): void {
  const wanted = findings.filter(({ kind }) => kind !== "refusal" || refusals);
  // What makes the command fail comes first where not all can be shown.
  const ordered = verbose
    ? wanted
    : [
        ...wanted.filter(({ kind }) => kind === "failure"),
        ...wanted.filter(({ kind }) => kind !== "failure"),
      ];
  const shown = verbose ? ordered : ordered.slice(0, mostFrames);
  for (const finding of shown) terminal.err(showFinding(finding, terminal));
  const hidden = ordered.length - shown.length;
  if (hidden > 0) terminal.err(`and ${hidden} more; --verbose shows all\n`);
}

/** Shows findings as workflow commands of GitHub. A refusal is a remark there. */
export function reportAnnotations(findings: readonly Finding[], { out }: Terminal, folder: string): void {
  for (const finding of findings) out(`${renderAnnotation(asDiagnostic(finding), folder)}\n`);
}

/** Writes findings as a SARIF log. A refusal is a note there. */
export function reportSarif(findings: readonly Finding[], { out }: Terminal, folder: string): void {
  out(sarifOf(findings, folder));
}

/** Findings as the text of a SARIF log; `folder` is where the content root lies in the repository. */
export function sarifOf(findings: readonly Finding[], folder: string): string {
  return renderSarif(findings.map(asDiagnostic), {
    version: packageVersion(),
    folder: folder.replaceAll("\\", "/"),
  });
}

/** A finding as one diagnostic that names its targets. */
function asDiagnostic({ diagnostic, targets, kind }: Finding): Diagnostic {
  const message = targets.length === 0 ? diagnostic.message : `${targets.join(", ")}: ${diagnostic.message}`;
  return { ...diagnostic, message, severity: kind === "refusal" ? "information" : diagnostic.severity };
}

/** Shows diagnostics of a run that came to nothing. */
export function reportFailure(diagnostics: readonly Diagnostic[], terminal: Terminal, format: Format): void {
  const findings = diagnostics.map((diagnostic): Finding => ({
    diagnostic,
    targets: [],
    kind: diagnostic.severity === "error" ? "failure" : "remark",
  }));
  switch (format) {
    case "text":
      reportFrames(findings, terminal, { verbose: true, refusals: true });
      return;
    case "json":
      terminal.out(`${JSON.stringify({ diagnostics: diagnostics.map(diagnosticRecord) }, undefined, 2)}\n`);
      return;
    case "github":
      reportAnnotations(findings, terminal, "");
      return;
    case "sarif":
      reportSarif(findings, terminal, "");
  }
}
