import type { Detection } from "../../detection/detection.js";
import type { SigmaLogSource } from "./rule.js";
import type { SigmaSettings } from "./sigma-settings.js";

/** SigmaHQ's limit on the name of a rule's file, without its ending. */
const longestName = 90;

/**
 * Where SigmaHQ keeps a rule: `rules/<product>/<category or service>/<prefix><name>.yml`.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/sigmahq/sigmahq-filename-convention.md
 */
export function rulePath(
  detection: Detection,
  logsource: SigmaLogSource,
  settings: SigmaSettings,
  isCorrelation: boolean,
): string {
  const { category, product, service } = logsource;
  const prefix = isCorrelation ? "correlation_" : prefixOf(logsource, settings);
  const folders = [product ?? category ?? "other", product === undefined ? undefined : (category ?? service)];
  const folder = folders.filter((name) => name !== undefined).map(slug);
  return ["sigma", "rules", ...folder, `${fileName(prefix, detection)}.yml`].join("/");
}

function prefixOf(logsource: SigmaLogSource, { filePrefixes }: SigmaSettings): string {
  const fits = (wanted: string | undefined, has: string | undefined) =>
    wanted === undefined || wanted === has;
  const row = filePrefixes.find(
    ({ category, product, service }) =>
      fits(category, logsource.category) &&
      fits(product, logsource.product) &&
      fits(service, logsource.service),
  );
  if (row !== undefined) return row.prefix;
  const { category, product, service } = logsource;
  return `${slug(product === "windows" ? `win_${service ?? ""}` : (product ?? category ?? service ?? ""))}_`;
}

/** A name that is too long is cut at a word and told apart by the detection's id. */
function fileName(prefix: string, { name, id }: Detection): string {
  const words = slug(name);
  const whole = words.startsWith(prefix) ? words : prefix + words;
  if (whole.length <= longestName) return whole;
  const mark = id.slice(0, 8);
  return `${whole.slice(0, longestName - mark.length - 1).replace(/_[^_]*$/, "")}_${mark}`;
}

/** Lower-case ASCII words joined by `_`. */
export function slug(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
}
