import type { Manifest, ManifestDetection, ManifestResult } from "../manifest/manifest.js";
import { countStatuses } from "../manifest/summarize.js";
import { escapeMarkdown, fenced, markdownTable } from "./markdown.js";

/** What a change did to one file of the output. */
export interface FileDiff {
  readonly path: string;
  readonly change: "added" | "changed" | "removed";
  /** Unified diff, without the lines that name the files. */
  readonly diff: string;
}

export interface SummaryInput {
  readonly manifest: Manifest;
  /** Ids of the detections to list; all where there is nothing to compare with. */
  readonly listed: ReadonlySet<string> | undefined;
  /** Names of the detections that are no longer there. */
  readonly removed: readonly string[];
  /** What `diffs` compares with, for the heading. */
  readonly base?: string;
  readonly diffs: readonly FileDiff[];
}

const mostRows = 200;
const longestDiff = 20_000;
/** GitHub takes 1 MiB a step. */
const longestSummary = 900_000;

/** The summary of a run in Markdown: detections by targets, and what a change did to the compiled rules. */
export function renderSummary({ manifest, listed, removed, base, diffs }: SummaryInput): string {
  const shown = manifest.detections.filter(({ id }) => listed?.has(id) ?? true);
  const parts = ["## detc", totals(manifest)];
  if (listed !== undefined && shown.length > 0) parts.push(`### Detections that changed (${shown.length})`);
  if (listed !== undefined && shown.length + removed.length === 0) parts.push("No detection changed.");
  if (shown.length > 0) parts.push(detectionTable(manifest, shown.slice(0, mostRows)));
  if (shown.length > mostRows) parts.push(`and ${shown.length - mostRows} more, all in the manifest`);
  if (removed.length > 0) {
    const names = removed.slice(0, mostRows).map((name) => `- ${escapeMarkdown(name)}`);
    parts.push(`### Detections that are gone (${removed.length})`, names.join("\n"));
  }
  if (base !== undefined) parts.push(...diffParts(diffs, base, parts.join("\n\n").length));
  return `${parts.join("\n\n")}\n`;
}

function totals(manifest: Manifest): string {
  const rows = manifest.targets.map((target) => {
    const { compiled, refused, invalid, skipped } = countStatuses(manifest, target);
    return [escapeMarkdown(target), ...[compiled, refused, invalid, skipped].map(String)];
  });
  return markdownTable(["target", "compiled", "refused", "invalid", "skipped"], rows);
}

function detectionTable(manifest: Manifest, detections: readonly ManifestDetection[]): string {
  return markdownTable(
    ["detection", ...manifest.targets.map(escapeMarkdown)],
    detections.map(({ name, targets }) => [
      escapeMarkdown(name),
      ...manifest.targets.map((target) => cell(targets[target])),
    ]),
  );
}

function cell(result: ManifestResult | undefined): string {
  switch (result?.status) {
    case undefined:
      return "";
    case "compiled":
      return `✅ ${escapeMarkdown(result.fidelity ?? "")}`;
    case "skipped":
      return "skipped";
    case "refused":
    case "invalid": {
      const first = result.diagnostics.find(({ severity }) => severity === "error");
      const why = first === undefined ? "" : `: ${escapeMarkdown(first.message)}`;
      return result.status === "refused" ? `refused${why}` : `❌ invalid${why}`;
    }
  }
}

function diffParts(diffs: readonly FileDiff[], base: string, before: number): readonly string[] {
  if (diffs.length === 0) return [`No compiled rule differs from those of \`${escapeMarkdown(base)}\`.`];
  const parts = [`### Compiled rules, against ${escapeMarkdown(base)}`];
  let length = before;
  for (const [index, { path, change, diff }] of diffs.entries()) {
    const text = diff.length > longestDiff ? `${diff.slice(0, longestDiff)}\n… cut short` : diff;
    const part =
      `<details><summary>${escapeMarkdown(path)} (${change})</summary>\n\n` +
      `${fenced(text, "diff")}\n\n</details>`;
    length += part.length;
    if (length > longestSummary) {
      parts.push(`and ${diffs.length - index} more files, which do not fit here`);
      break;
    }
    parts.push(part);
  }
  return parts;
}
