import type { Call, LikePattern, Pattern, ScalarExpression } from "../../../plan/expression.js";
import { rangesOfMembers, rangesOfSet, type CodeRange } from "../../../regex/character-sets.js";
import type { Pcre } from "../../../regex/pcre.js";
import { rootOfPcre } from "../../../regex/root-of-pcre.js";

/** Tests of a text that hold, one or another, where a test of what `replace` makes of it does. */
export interface RespelledTest {
  readonly value: ScalarExpression;
  readonly patterns: readonly Pattern[];
}

/** Characters that stand in one place of the text that is replaced. */
interface Place {
  readonly ranges: readonly CodeRange[];
  /** The character, where it is one. */
  readonly text?: string;
}

interface Respelling {
  /** Whether only the beginning of a text is replaced. */
  readonly atStart: boolean;
  readonly from: readonly Place[];
  readonly to: readonly Place[];
  /** How many places at the beginning and at the end both have. */
  readonly before: number;
  readonly after: number;
}

/**
 * The patterns of a text of which `replace(text, "…", "…")` matches `parts`, without a function that replaces: the
 * product's own spelling beside the other one, where the pattern holds the whole of what is replaced, and the pattern
 * itself where no text of it can lie in a place that is replaced. `undefined` for any other pattern.
 */
export function respelledTest(value: Call, parts: LikePattern): RespelledTest | undefined {
  const [inner, pattern, replacement] = value.arguments;
  if (inner === undefined || pattern?.kind !== "literal" || replacement?.kind !== "literal") return undefined;
  const respelling = respellingOf(String(pattern.value), String(replacement.value));
  if (respelling === undefined || parts.some(({ kind }) => kind === "one")) return undefined;
  const { from, to, before, after, atStart } = respelling;
  const wholes: { readonly index: number; readonly offset: number }[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind !== "text") continue;
    const reach = { isFirst: index === 0, atStart };
    if (offsetsIn(part.text, from, { before, after }, reach).length > 0) return undefined;
    for (const offset of offsetsIn(part.text, to, { before, after }, reach)) {
      const isWhole = offset <= before && offset + part.text.length >= to.length - after;
      if (!isWhole) return undefined;
      wholes.push({ index, offset });
    }
  }
  const [whole, ...more] = wholes;
  if (whole === undefined) return { value: inner, patterns: [{ kind: "like", parts }] };
  if (more.length > 0) return undefined;
  const other = otherSpelling(parts, whole, respelling);
  return other && { value: inner, patterns: [{ kind: "like", parts }, ...other] };
}

/** The pattern with the text as it stands before it is replaced; none where that stands at the beginning only. */
function otherSpelling(
  parts: LikePattern,
  { index, offset }: { readonly index: number; readonly offset: number },
  { from, to, atStart }: Respelling,
): readonly Pattern[] | undefined {
  const part = parts[index];
  if (part?.kind !== "text") return undefined;
  const start = Math.max(0, -offset);
  const end = Math.min(part.text.length, to.length - offset);
  const isOpen = (beside: LikePattern[number] | undefined) => beside?.kind === "any";
  // What the pattern does not name of the text around it has to be what a `*` stands for.
  if (offset > 0 && !isOpen(parts[index - 1])) return undefined;
  if (offset + part.text.length < to.length && !isOpen(parts[index + 1])) return undefined;
  const first = atStart ? [] : parts.slice(0, index);
  if (atStart && (start > 0 || parts.slice(0, index).some(({ kind }) => kind === "text"))) return [];
  const left = part.text.slice(0, start);
  const right = part.text.slice(end);
  if (from.every(({ text }) => text !== undefined)) {
    const text = left + from.map((place) => place.text ?? "").join("") + right;
    return [{ kind: "like", parts: [...first, { kind: "text", text }, ...parts.slice(index + 1)] }];
  }
  const source =
    sourceOf(first) +
    escaped(left) +
    from.map(sourceOfPlace).join("") +
    escaped(right) +
    sourceOf(parts.slice(index + 1));
  return [{ kind: "regex", source: `^${source}\\z` }];
}

function sourceOf(parts: LikePattern): string {
  return parts.map((part) => (part.kind === "text" ? escaped(part.text) : "(?s:.*)")).join("");
}

function sourceOfPlace({ ranges, text }: Place): string {
  if (text !== undefined) return escaped(text);
  const code = (at: number) => `\\x{${at.toString(16)}}`;
  return `[${ranges.map(({ from, to }) => `${code(from)}-${code(to)}`).join("")}]`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/gu, "\\$&");
}

/**
 * Where the text of a pattern can lie so that it has a place that is replaced: the offsets of its beginning from that of
 * the whole. Letters are compared without case.
 */
function offsetsIn(
  text: string,
  places: readonly Place[],
  { before, after }: { readonly before: number; readonly after: number },
  { isFirst, atStart }: { readonly isFirst: boolean; readonly atStart: boolean },
): readonly number[] {
  const lowest = atStart ? 0 : 1 - text.length;
  const highest = isFirst && atStart ? 0 : places.length - 1;
  const offsets: number[] = [];
  for (let offset = lowest; offset <= highest; offset++) {
    const from = Math.max(0, offset);
    const to = Math.min(places.length, offset + text.length);
    const touches = from < places.length - after && to > before;
    const agrees = places.slice(from, to).every((place, at) => stands(text[from + at - offset], place));
    if (touches && agrees) offsets.push(offset);
  }
  return offsets;
}

function stands(character: string | undefined, { ranges }: Place): boolean {
  if (character === undefined) return false;
  const codes = [character.toLowerCase(), character.toUpperCase()].map((each) => each.codePointAt(0) ?? 0);
  return ranges.some(({ from, to }) => codes.some((code) => code >= from && code <= to));
}

function respellingOf(pattern: string, replacement: string): Respelling | undefined {
  const root = rootOfPcre(pattern);
  if (root === undefined) return undefined;
  const items = root.kind === "sequence" ? root.items : [root];
  const [start] = items;
  const atStart = start?.kind === "assertion" && start.assertion === "text-start";
  const from = (atStart ? items.slice(1) : items).map(placeOf);
  // A backslash before another character than itself names a group.
  if (/\\[^\\]/u.test(replacement.replaceAll("\\\\", ""))) return undefined;
  const to = [...replacement.replaceAll("\\\\", "\\")].map(literalPlace);
  if (from.length === 0 || !from.every((place) => place !== undefined)) return undefined;
  const same = (one: Place | undefined, other: Place | undefined) =>
    one?.text !== undefined && one.text === other?.text;
  const shorter = Math.min(from.length, to.length);
  let before = 0;
  while (before < shorter && same(from[before], to[before])) before++;
  let after = 0;
  while (after < shorter - before && same(from.at(-1 - after), to.at(-1 - after))) after++;
  // What one of the spellings adds to the other has a place of its own in neither.
  return before + after < shorter ? { atStart, from, to, before, after } : undefined;
}

function placeOf(node: Pcre): Place | undefined {
  if (node.kind === "character") return literalPlace(String.fromCodePoint(node.code));
  if (node.kind === "set") return { ranges: rangesOfSet(node.set) };
  return node.kind === "class" && !node.negated ? { ranges: rangesOfMembers(node.members) } : undefined;
}

function literalPlace(text: string): Place {
  const code = text.codePointAt(0) ?? 0;
  return { ranges: [{ from: code, to: code }], text };
}
