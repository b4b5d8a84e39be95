import type { LikePattern } from "../../../plan/expression.js";
import { boolean, operation, text, type Expression } from "../../shared/expression.js";
import { hasLettersOutsideAscii } from "../lucene/lucene-regex.js";
import { anySeparator, notSeparator } from "../../shared/regex/last-part.js";
import { luceneOfLike, textLike, textRegex, type TextTest } from "./text-tests.js";

/** A path and the characters that part it. */
export interface PartedPath {
  readonly path: Expression;
  readonly separators: readonly string[];
}

/** Whether the last part of a path is one of the names: the path is the name, or ends with a separator and the name. */
export function lastPartEquals(
  { path, separators }: PartedPath,
  names: readonly string[],
  caseSensitive: boolean,
): TextTest {
  const possible = names.filter((item) => !separators.some((separator) => item.includes(separator)));
  if (possible.length === 0) return { ok: true, expression: boolean(false) };
  if (possible.some((item) => /[*?]/u.test(item)))
    return { ok: false, reason: "the last part of a path with a wildcard character" };
  const endings = possible.flatMap((item) => [
    ...separators.map((separator) => `*${separator}${item}`),
    item,
  ]);
  if (!caseSensitive) return { ok: true, expression: textEqualsPattern(path, endings, ":") };
  return { ok: true, expression: textEqualsPattern(path, endings, "like") };
}

function textEqualsPattern(path: Expression, patterns: readonly string[], operator: string): Expression {
  return operation(operator, path, {
    kind: "list",
    items: patterns.map((pattern) => text(pattern)),
  });
}

/** Whether the last part of a path matches a pattern, in which no run crosses a separator. */
export function lastPartLike(
  { path, separators }: PartedPath,
  parts: LikePattern,
  caseSensitive: boolean,
): TextTest {
  const texts = parts.flatMap((part) => (part.kind === "text" ? [part.text] : []));
  if (separators.some((separator) => texts.some((item) => item.includes(separator))))
    return { ok: true, expression: boolean(false) };
  const [first, second] = parts;
  if (first?.kind === "any" && second?.kind === "text" && parts.length === 2)
    return textLike(path, parts, caseSensitive, true);
  if (!caseSensitive && texts.some(hasLettersOutsideAscii))
    return {
      ok: false,
      reason: "the last part of a path with letters outside ASCII, whose case no operator ignores",
    };
  const own = notSeparator(separators);
  const before = `(.*${anySeparator(separators)})?`;
  return textRegex(path, before + luceneOfLike(parts, `${own}*`, own), !caseSensitive);
}

/** Whether a text is the address of one host. */
export function isIpAddress(value: string): boolean {
  if (/^(\d{1,3}\.){3}\d{1,3}$/u.test(value)) return value.split(".").every((part) => Number(part) <= 255);
  return /^[0-9a-f:]*:[0-9a-f:.]*$/iu.test(value) && value.includes(":");
}
