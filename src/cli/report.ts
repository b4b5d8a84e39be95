import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { renderAnnotation } from "../diagnostics/render/github.js";
import { diagnosticRecord } from "../diagnostics/render/json.js";
import { showFinding, type Finding } from "./findings.js";
import type { Terminal } from "./terminal.js";

/** How a command tells what it found. */
export const formats = ["text", "json", "github"] as const;
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
  for (const { diagnostic, targets, kind } of findings) {
    const message =
      targets.length === 0 ? diagnostic.message : `${targets.join(", ")}: ${diagnostic.message}`;
    const severity = kind === "refusal" ? "information" : diagnostic.severity;
    out(`${renderAnnotation({ ...diagnostic, message, severity }, folder)}\n`);
  }
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
  }
}
