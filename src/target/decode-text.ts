import type { Pattern } from "../plan/expression.js";

/**
 * The characters that the XML of an event writes as entities. That Windows writes quotation marks so, too, is
 * unverified: its recorded events hold them as they are.
 */
const characters: ReadonlyMap<string, string> = new Map([
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&amp;", "&"],
]);

const entity = /&(?:lt|gt|amp);/gu;

/** What follows the ampersand in any entity that the XML may hold, also in those whose use is not known. */
const bodies = ["lt;", "gt;", "amp;", "quot;", "apos;", "#9;", "#10;", "#13;", "#x9;", "#xa;", "#xd;"];

/** Whether a text asks for an entity of XML. */
export function entityIn(text: string): string | undefined {
  return /&(?:lt|gt|amp|quot|apos|#\w+);/iu.exec(text)?.[0];
}

/**
 * The pattern that the text itself matches exactly when the given one matches it as XML; `undefined` where there is
 * none: the pattern holds `<`, `>` or `&` beside whole entities, which no XML text has, or a piece of it could lie
 * inside an entity (`t;`, `amp`).
 */
export function decodePattern(pattern: Pattern, caseSensitive: boolean): Pattern | undefined {
  if (pattern.kind !== "wildcard" && pattern.kind !== "like") return undefined;
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

/** A text as the XML of an event has it. */
export function encodeText(text: string): string {
  const entities = new Map([...characters].map(([written, character]) => [character, written]));
  return text.replaceAll(/[<>&]/gu, (each) => entities.get(each) ?? each);
}

/** A whole value as the text itself has it. */
export function decodeText(text: string, caseSensitive: boolean): string | undefined {
  const written = caseSensitive ? text : text.replaceAll(/&(?:lt|gt|amp);/giu, (each) => each.toLowerCase());
  if (/[<>&]/u.test(written.replaceAll(entity, ""))) return undefined;
  return written.replaceAll(entity, (each) => characters.get(each) ?? each);
}

/** Whether a piece behind a wildcard could begin within an entity: it is inside one, or runs over the end of one. */
function mayLieInside(text: string, isFollowed: boolean): boolean {
  const folded = text.toLowerCase();
  const semicolon = folded.indexOf(";");
  const head = semicolon === -1 ? folded : folded.slice(0, semicolon + 1);
  if (semicolon !== -1) return bodies.some((body) => body.endsWith(head));
  return isFollowed && bodies.some((body) => body.includes(folded));
}
