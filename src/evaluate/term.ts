import type { WildcardPattern } from "../../grammar/ast.js";
import { fold } from "./comparison.js";

// segmenters.conf: what bounds a token of the index; minor breakers split a token again. Some are written as in an
// address, where the characters after the `%` belong to the breaker.
const majorBreaker = /[\s[\]<>(){}|!;,'"*&?+]/;
const breaker = /[\s[\]<>(){}|!;,'"*&?+/:=@.\-$#%\\_]/;
const encodedBreaker = /%(?:2526|2520|0A|2[01689BC]|3[ABD]|5[BD]|7C)$/i;

/**
 * Tests a raw event for a term or phrase of `search`: it has to stand between breakers on the sides where it does not
 * end in a wildcard. A wildcard of a bare term stays within its token ("Event segmentation and searching").
 */
export function termTest(
  parts: WildcardPattern,
  quoted: boolean,
  caseSensitive: boolean,
): (raw: string) => boolean {
  const pieces: string[] = [""];
  for (const part of parts)
    if (part.kind === "any") pieces.push("");
    else pieces[pieces.length - 1] += caseSensitive ? part.text : fold(part.text);
  const [first = "", ...others] = pieces;
  if (pieces.every((piece) => piece === "")) return () => true;
  return (subject) => {
    const raw = caseSensitive ? subject : fold(subject);
    if (first === "") return others.length > 0 && anywhere(raw, others, quoted);
    for (let at = raw.indexOf(first); at !== -1; at = raw.indexOf(first, at + 1)) {
      const encoded = encodedBreaker.test(raw.slice(Math.max(at - 5, 0), at));
      if (!encoded && !isBound(raw, at - 1, first.charAt(0))) continue;
      if (endsWell(raw, at + first.length, others, first, quoted)) return true;
    }
    return false;
  };
}

/** A pattern that begins with a wildcard: its first text may stand anywhere. */
function anywhere(raw: string, pieces: readonly string[], quoted: boolean): boolean {
  const [head = "", ...rest] = pieces;
  if (head === "") return anywhere(raw, rest, quoted);
  for (let at = raw.indexOf(head); at !== -1; at = raw.indexOf(head, at + 1))
    if (endsWell(raw, at + head.length, rest, head, quoted)) return true;
  return false;
}

/** Whether the pieces that follow a match match too, and the last one is bound. */
function endsWell(
  raw: string,
  from: number,
  pieces: readonly string[],
  before: string,
  quoted: boolean,
): boolean {
  const [head, ...rest] = pieces;
  if (head === undefined) return isBound(raw, from, before.charAt(before.length - 1));
  if (head === "") return rest.length === 0 || endsWell(raw, from, rest, before, quoted);
  for (let at = raw.indexOf(head, from); at !== -1; at = raw.indexOf(head, at + 1)) {
    if (!quoted && majorBreaker.test(raw.slice(from, at))) return false;
    if (endsWell(raw, at + head.length, rest, head, quoted)) return true;
  }
  return false;
}

/** Whether the character at the side of a term ends it: it is a breaker, the text ends, or the term itself breaks. */
function isBound(raw: string, at: number, edge: string): boolean {
  return at < 0 || at >= raw.length || breaker.test(raw.charAt(at)) || breaker.test(edge);
}
