import type { WildcardPattern } from "../../grammar/ast.js";
import type { LikePattern } from "../plan/expression.js";
import { fold } from "./comparison.js";

/**
 * Tests a whole text against text and wildcards. Greedy search of each piece in turn is exact for patterns of
 * `any`, and takes time linear in the text for each piece.
 */
export function wildcardTest(parts: WildcardPattern, caseSensitive: boolean): (text: string) => boolean {
  const pieces: string[] = [""];
  for (const part of parts)
    if (part.kind === "any") pieces.push("");
    else pieces[pieces.length - 1] += part.text;
  const folded = caseSensitive ? pieces : pieces.map(fold);
  const first = folded[0] ?? "";
  const last = folded[folded.length - 1] ?? "";
  const middle = folded.slice(1, -1).filter((piece) => piece !== "");
  const exact = folded.length === 1;
  return (subject) => {
    const text = caseSensitive ? subject : fold(subject);
    if (exact) return text === first;
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
      return false;
    let at = first.length;
    const end = text.length - last.length;
    for (const piece of middle) {
      const found = text.indexOf(piece, at);
      if (found === -1 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  };
}

/** Text in which every `*` is a wildcard, as lookups and subsearches hold it. */
export function wildcardParts(text: string): WildcardPattern {
  return text
    .split("*")
    .flatMap((piece, index) => [
      ...(index === 0 ? [] : [{ kind: "any" } as const]),
      ...(piece === "" ? [] : [{ kind: "text", text: piece } as const]),
    ]);
}

type LikeSymbol = "any" | "one" | { readonly character: string };

/** Tests a whole text against a `LIKE` pattern; `_` is one code point. */
export function likeTest(parts: LikePattern, caseSensitive: boolean): (text: string) => boolean {
  const symbols = parts.flatMap((part): readonly LikeSymbol[] =>
    part.kind === "text"
      ? [...(caseSensitive ? part.text : fold(part.text))].map((character) => ({ character }))
      : [part.kind],
  );
  return (subject) => {
    const characters = [...(caseSensitive ? subject : fold(subject))];
    let at = 0;
    let symbol = 0;
    let retrySymbol = -1;
    let retryAt = 0;
    while (at < characters.length) {
      const expected = symbols[symbol];
      if (expected === "any") {
        retrySymbol = symbol++;
        retryAt = at;
      } else if (expected === "one" || expected?.character === characters[at]) {
        symbol++;
        at++;
      } else if (retrySymbol >= 0) {
        symbol = retrySymbol + 1;
        at = ++retryAt;
      } else return false;
    }
    while (symbols[symbol] === "any") symbol++;
    return symbol === symbols.length;
  };
}
