import type { LikePattern } from "../../../plan/expression.js";
import { operation, text, type Expression } from "../../shared/expression.js";

/** The whole value as a regular expression; `.` and `*` of it also take line feeds. */
export function wholeRegex(value: Expression, parts: LikePattern, caseSensitive: boolean): Expression {
  const first = parts[0]?.kind === "any" ? "" : "^";
  const last = parts.at(-1)?.kind === "any" ? "" : "$";
  const inner = parts.slice(first === "" ? 1 : 0, last === "" && parts.length > 1 ? -1 : undefined);
  const source = inner
    .map((part) => (part.kind === "text" ? escaped(part.text) : part.kind === "any" ? ".*" : "."))
    .join("");
  const flags = caseSensitive ? "(?s-i)" : "(?is)";
  return operation("~=", value, text(`${flags}${first}${source}${last}`, "regex"));
}

function escaped(literal: string): string {
  return literal
    .replace(/[\\^$.|?*+()[\]{}]/gu, "\\$&")
    .replace(
      /[\u0000-\u001f\u007f]/gu,
      (character) => `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}`,
    );
}
