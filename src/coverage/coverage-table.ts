import { escapeMarkdown, markdownTable } from "../action/markdown.js";
import type { Manifest, ManifestResult } from "../manifest/manifest.js";
import { countStatuses } from "../manifest/summarize.js";

/** Detections by targets in Markdown, each with its fidelity or the reasons of its refusal. */
export function coverageTable(manifest: Manifest): string {
  const { targets, detections } = manifest;
  const totals = targets.map((target) => {
    const { compiled, skipped } = countStatuses(manifest, target);
    return `${compiled} of ${detections.length - skipped}`;
  });
  const table = markdownTable(
    ["detection", ...targets.map(escapeMarkdown)],
    [
      ["compiled", ...totals],
      ...detections.map(({ name, targets: results }) => [
        escapeMarkdown(name),
        ...targets.map((target) => cell(results[target])),
      ]),
    ],
  );
  return `# Coverage\n\n${table}\n`;
}

function cell(result: ManifestResult | undefined): string {
  switch (result?.status) {
    case undefined:
      return "";
    case "compiled":
      return escapeMarkdown(result.fidelity ?? "");
    case "skipped":
      return "skipped";
    case "refused":
    case "invalid": {
      const reasons = result.diagnostics
        .filter(({ severity }) => severity === "error")
        .map(({ message }) => escapeMarkdown(message));
      return [result.status, ...new Set(reasons)].join("<br>");
    }
  }
}
