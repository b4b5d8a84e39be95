/** A document as Sigma rules are: maps, lists, texts, numbers, truth values and nothing. */
export type YamlValue = string | number | boolean | null | readonly YamlValue[] | YamlMap;
export type YamlMap = { readonly [key: string]: YamlValue };

/** Maps in which every text is quoted: what a rule compares with is never mistaken for a number or a date. */
const quotedMaps: ReadonlySet<string> = new Set(["detection"]);
const plainInside: ReadonlySet<string> = new Set(["condition"]);

/**
 * YAML as SigmaHQ writes it: four blanks a level, single quotes, LF, the keys in the order given.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-rules-specification.md
 */
export function printYaml(documents: readonly YamlMap[]): string {
  return documents.map((document) => printMap(document, 0, false).join("\n") + "\n").join("---\n");
}

function printMap(map: YamlMap, depth: number, quoted: boolean): readonly string[] {
  return Object.entries(map).flatMap(([key, value]) =>
    printEntry(
      `${indent(depth)}${keyText(key)}:`,
      value,
      depth,
      quotedMaps.has(key) || (quoted && !plainInside.has(key)),
    ),
  );
}

function printEntry(head: string, value: YamlValue, depth: number, quoted: boolean): readonly string[] {
  if (isList(value)) {
    if (value.length === 0) return [`${head} []`];
    return [head, ...value.flatMap((item) => printItem(item, depth + 1, quoted))];
  }
  if (typeof value === "object" && value !== null) return [head, ...printMap(value, depth + 1, quoted)];
  if (typeof value === "string" && !quoted && isBlock(value))
    return [`${head} |-`, ...value.split("\n").map((line) => (line === "" ? "" : indent(depth + 1) + line))];
  return [`${head} ${scalar(value, quoted)}`];
}

function printItem(item: YamlValue, depth: number, quoted: boolean): readonly string[] {
  if (typeof item !== "object" || item === null) return [`${indent(depth)}- ${scalar(item, quoted)}`];
  const lines = isList(item)
    ? item.flatMap((inner) => printItem(inner, depth + 1, quoted))
    : printMap(item, depth + 1, quoted);
  const [first = "", ...rest] = lines;
  return [`${indent(depth)}- ${first.trimStart()}`, ...rest.map((line) => line.replace(/^ {2}/, ""))];
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function indent(depth: number): string {
  return " ".repeat(depth * 4);
}

function keyText(key: string): string {
  return /^[A-Za-z_][\w|.-]*$/.test(key) && !otherType.test(key) ? key : scalar(key, true);
}

function scalar(value: string | number | boolean | null, quoted: boolean): string {
  if (typeof value !== "string") return String(value);
  if (/[\p{Cc}\u2028\u2029\ufeff\ud800-\udfff]/u.test(value))
    return JSON.stringify(value).replace(lineEnds, escaped);
  return quoted || !isPlain(value) ? `'${value.replaceAll("'", "''")}'` : value;
}

/** What JSON leaves as it is, and YAML 1.1, which pySigma reads, takes for a line end or does not allow. */
const lineEnds = /[\u007f-\u009f\u2028\u2029\ufeff]/gu;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Several lines of plain text, which a literal block holds as they are. */
function isBlock(value: string): boolean {
  return (
    /^\S[^\n]*\n/.test(value) &&
    /\S$/.test(value) &&
    !/[^\n\P{Cc}]|[\u2028\u2029\ufeff\ud800-\udfff]/u.test(value)
  );
}

/** Texts that YAML readers take for a number, a time, a truth value or nothing. */
const otherType =
  /^(?:[-+]?[\d.,_:]+(?:e[-+]?\d+)?|0[xob][\da-f_]+|\d{4}-\d\d?-\d\d?.*|[-+]?\.(?:inf|nan)|true|false|yes|no|on|off|y|n|null)$/i;

/** Whether a text is itself when written without quotes. */
function isPlain(value: string): boolean {
  return /^[A-Za-z0-9(/](?:[^\n]*\S)?$/.test(value) && !/: |:$| #/.test(value) && !otherType.test(value);
}
