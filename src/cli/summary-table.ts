import Table from "cli-table3";
import type { Paint } from "../diagnostics/render/paint.js";
import { printable } from "../diagnostics/render/printable.js";
import type { Manifest, ManifestResult } from "../manifest/manifest.js";
import { countStatuses, refusalReasons } from "../manifest/summarize.js";

/** Of more detections than this, only the totals are shown. */
const mostRows = 60;
const mostReasons = 25;
/** Where there are more, this many of each target. */
const mostReasonsOfTarget = 5;

/** Detections by targets, and why some were refused. */
export function summaryTable(manifest: Manifest, paint: Paint, width: number): string {
  const { detections, targets } = manifest;
  if (detections.length === 0) return "no detection was compiled";
  const rows =
    detections.length > mostRows
      ? []
      : detections.map(({ name, targets: results }) => [
          printable(name),
          ...targets.map((target) => cell(results[target], paint)),
        ]);
  const totals = targets.map((target) => {
    const { compiled, skipped } = countStatuses(manifest, target);
    return `${compiled} of ${detections.length - skipped}`;
  });
  const table = new Table({
    head: ["detection", ...targets],
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows, [paint.strong("compiled"), ...totals.map(paint.strong)]);
  return [table.toString(), ...reasonLines(manifest, paint, width)].join("\n");
}

function cell(result: ManifestResult | undefined, paint: Paint): string {
  switch (result?.status) {
    case "compiled":
      return result.fidelity ?? "";
    case "refused":
      return paint.warning("refused");
    case "invalid":
      return paint.error("invalid");
    case "skipped":
      return paint.faint("skipped");
    case undefined:
      return "";
  }
}

function reasonLines(manifest: Manifest, paint: Paint, width: number): readonly string[] {
  const reasons = refusalReasons(manifest);
  if (reasons.length === 0) return [];
  const shown =
    reasons.length <= mostReasons
      ? reasons
      : manifest.targets.flatMap((id) =>
          reasons.filter(({ target }) => target === id).slice(0, mostReasonsOfTarget),
        );
  const longest = Math.max(...shown.map(({ target }) => target.length));
  const lines = shown.map(({ target, code, message, count }) => {
    const start = `${String(count).padStart(5)}  ${target.padEnd(longest)}  `;
    const text = `${code}: ${printable(message)}`;
    const room = Math.max(40, width - start.length);
    return start + paint.faint(text.length > room ? `${text.slice(0, room - 1)}…` : text);
  });
  const hidden = reasons.length - shown.length;
  return [
    "",
    paint.strong("Refused, by reason (detections, target, reason):"),
    ...lines,
    ...(hidden > 0 ? [`       and ${hidden} more reasons, all in the manifest`] : []),
  ];
}
