import type { PatternPart, WildcardPattern } from "./ast.js";

/**
 * Resolves the escapes of the search language: `\"`, `\\` and backslash-pipe; every other backslash stays.
 * "search" in Splunk's Search Reference.
 */
export function unescapeSearch(text: string): string {
  return text.includes("\\") ? text.replace(/\\(["\\|])/g, "$1") : text;
}

/**
 * Resolves the escapes of an eval string: `\"`, `\\` and `\t` (a tab, "Types of expressions"). Other pairs reach the
 * function unchanged, as the examples of `match` and `replace` have it.
 */
export function unescapeEval(text: string): string {
  return text.includes("\\")
    ? text.replace(/\\(["\\t])/g, (_, character: string) => (character === "t" ? "\t" : character))
    : text;
}

/**
 * Resolves the escapes of a command's quoted argument: `\"` and `\\`. A backslash before a pipe stays, unlike in a
 * search value: in a regular expression it keeps the pipe from being an alternative. Both `"\d"` and `"\\d"` are the
 * expression `\d` ("SPL and regular expressions"), and one backslash in the data takes four.
 */
export function unescapeArgument(text: string): string {
  return text.includes("\\") ? text.replace(/\\(["\\])/g, "$1") : text;
}

/** Splits a text at its asterisks; SPL has no way to write a literal one. */
export function wildcardPattern(text: string): WildcardPattern {
  if (!text.includes("*")) return text === "" ? [] : [{ kind: "text", text }];
  const parts: PatternPart[] = [];
  text.split("*").forEach((piece, index) => {
    if (index > 0) parts.push({ kind: "any" });
    if (piece !== "") parts.push({ kind: "text", text: piece });
  });
  return parts;
}

/** The text of a pattern, with an asterisk for each wildcard. */
export function patternText(pattern: WildcardPattern): string {
  return pattern.map((part) => (part.kind === "any" ? "*" : part.text)).join("");
}

/** Writes a search value so that `unescapeSearch` gives it back. */
export function escapeSearch(text: string): string {
  return text.replace(/[\\"]/g, "\\$&");
}

/** Writes an eval string so that `unescapeEval` gives it back; a backslash is doubled only where it has to be. */
export function escapeEval(text: string): string {
  return text.replace(/\\(?=["\\t\t]|$)|"/g, "\\$&").replaceAll("\t", "\\t");
}

/** Writes a command's argument so that `unescapeArgument` gives it back. */
export function escapeArgument(text: string): string {
  return text.replace(/\\(?=["\\]|$)|"/g, "\\$&");
}
