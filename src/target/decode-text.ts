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
export const entityBodies: readonly string[] = [
  "lt;",
  "gt;",
  "amp;",
  "quot;",
  "apos;",
  "#9;",
  "#10;",
  "#13;",
  "#x9;",
  "#xa;",
  "#xd;",
];

/** Whether a text asks for an entity of XML. */
export function entityIn(text: string): string | undefined {
  return /&(?:lt|gt|amp|quot|apos|#\w+);/iu.exec(text)?.[0];
}

/** A character that no value has as XML writes it, with what stands for it there. */
export interface Unwritten {
  readonly character: string;
  readonly entity: string;
}

/** Whether a text asks for a character that XML writes as an entity, and not for the entity. */
export function unwrittenIn(text: string): Unwritten | undefined {
  const [character] = /[<>&]/u.exec(text.replaceAll(/&(?:lt|gt|amp|quot|apos|#\w+);/giu, "")) ?? [];
  return character === undefined ? undefined : { character, entity: encodeText(character) };
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
export function mayLieInside(text: string, isFollowed: boolean): boolean {
  const folded = text.toLowerCase();
  const semicolon = folded.indexOf(";");
  const head = semicolon === -1 ? folded : folded.slice(0, semicolon + 1);
  if (semicolon !== -1) return entityBodies.some((body) => body.endsWith(head));
  return isFollowed && entityBodies.some((body) => body.includes(folded));
}
