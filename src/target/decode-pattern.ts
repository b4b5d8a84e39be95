import type { Pattern } from "../plan/expression.js";
import { decodeText, mayLieInside } from "./decode-text.js";
import { decodeRegex } from "./regex-of-xml.js";

/**
 * The pattern that the text itself matches exactly when the given one matches it as XML; `undefined` where there is
 * none: the pattern holds `<`, `>` or `&` beside whole entities, which no XML text has, or a piece of it could lie
 * inside an entity (`t;`, `amp`).
 */
export function decodePattern(pattern: Pattern, caseSensitive: boolean): Pattern | undefined {
  if (pattern.kind === "regex") {
    const source = decodeRegex(pattern.source);
    return source === undefined ? undefined : { kind: "regex", source };
  }
  if (pattern.kind === "network") return undefined;
  const { parts } = pattern;
  const decoded: ({ readonly kind: "text"; readonly text: string } | { readonly kind: "any" })[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind === "one") return undefined;
    if (part.kind === "any") {
      decoded.push(part);
      continue;
    }
    const before = parts[index - 1];
    const after = parts[index + 1];
    if (before?.kind === "text" || after?.kind === "text") return undefined;
    const text = decodeText(part.text, caseSensitive);
    if (text === undefined || (before !== undefined && mayLieInside(part.text, after !== undefined)))
      return undefined;
    decoded.push({ kind: "text", text });
  }
  return { kind: pattern.kind, parts: decoded };
}
