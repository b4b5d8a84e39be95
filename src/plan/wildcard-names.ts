import type { WildcardPattern } from "../../grammar/ast.js";
import type { RowType } from "./row-type.js";

/** A column that a pattern names, and the text that stands in place of each wildcard. */
export interface MatchedName {
  readonly name: string;
  readonly parts: readonly string[];
}

export function hasWildcard(pattern: WildcardPattern): boolean {
  return pattern.some(({ kind }) => kind === "any");
}

/** The listed columns of a row that a pattern names; names are compared with case. */
export function matchingNames(pattern: WildcardPattern, row: RowType): readonly MatchedName[] {
  const matches: MatchedName[] = [];
  for (const name of row.columns.keys()) {
    const parts = matchName(pattern, name);
    if (parts !== undefined) matches.push({ name, parts });
  }
  return matches;
}

/** The texts in place of the wildcards of a pattern, or `undefined` when it does not match. */
export function matchName(pattern: WildcardPattern, name: string): readonly string[] | undefined {
  const source = pattern
    .map((part) => (part.kind === "any" ? "(.*)" : part.text.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&")))
    .join("");
  return new RegExp(`^${source}$`, "su").exec(name)?.slice(1);
}

/** A pattern with its wildcards replaced by texts, in order. */
export function substitute(pattern: WildcardPattern, parts: readonly string[]): string {
  let index = 0;
  return pattern.map((part) => (part.kind === "text" ? part.text : (parts[index++] ?? ""))).join("");
}

/** A pattern as it is written. */
export function patternText(pattern: WildcardPattern): string {
  return pattern.map((part) => (part.kind === "text" ? part.text : "*")).join("");
}
