import type { Manifest } from "../manifest/manifest.js";
import { countStatuses } from "../manifest/summarize.js";

/** How many of all detections were compiled, over all targets, as a picture for a README. */
export function badge(manifest: Manifest): string {
  let [compiled, all] = [0, 0];
  for (const target of manifest.targets) {
    const counts = countStatuses(manifest, target);
    compiled += counts.compiled;
    all += manifest.detections.length - counts.skipped;
  }
  const share = all === 0 ? "none" : `${Math.floor((100 * compiled) / all)} %`;
  const colour = all === 0 || compiled === 0 ? "#777" : compiled === all ? "#2a7d2a" : "#2f6fb0";
  const [left, right] = [112, 52];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="detections compiled: ${share}">`,
    `<title>detections compiled: ${share}</title>`,
    `<rect width="${left}" height="20" fill="#444"/>`,
    `<rect x="${left}" width="${right}" height="20" fill="${colour}"/>`,
    '<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">',
    `<text x="${left / 2}" y="14">detections compiled</text>`,
    `<text x="${left + right / 2}" y="14">${share}</text>`,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}
