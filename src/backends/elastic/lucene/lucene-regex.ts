import { complement, hasCase, rangesOfSet, withBothCases } from "../../../regex/character-sets.js";
import { UnsupportedPcre } from "../../../regex/pcre.js";
import type { CharacterNode, CharacterSet, PositionNode, RegexNode, RepeatNode } from "./regex-tree.js";
import { regularTree } from "./regular-tree.js";
import { firstCharacters, lastCharacters } from "./edge-characters.js";

const wordCharacters = rangesOfSet({ kind: "shorthand", letter: "w", negated: false });

export type LuceneRegex =
  | {
      readonly ok: true;
      /** Matches the whole value, so it begins and ends with `.*` where the pattern was not anchored. */
      readonly pattern: string;
      /** True when the engine has to ignore the case of the letters in it; character classes hold both cases. */
      readonly ignoreCase: boolean;
    }
  | { readonly ok: false; readonly reason: string };

/**
 * Writes an unanchored PCRE pattern as a Lucene one that matches exactly the same values, or says what stands in the
 * way. Lucene matches whole values, and knows no anchors, no look-around and no back-references; ranges keep their
 * case even where case is ignored (Elasticsearch, "Regular expression syntax"). With `lower-case`, letters that ignore
 * case are written small, for a value that has been made so.
 */
export function luceneRegex(
  source: string,
  ignoreCase: boolean,
  folding: "by-engine" | "lower-case" = "by-engine",
): LuceneRegex {
  const parsed = regularTree(source, ignoreCase);
  if (!parsed.ok) return parsed;
  const characters = [...charactersIn(parsed.root)];
  const anyFolded = characters.some(({ literal }) => literal?.ignoreCase === true && cased(literal.text));
  const engineFolds = anyFolded && characters.every(survivesFolding);
  try {
    const pattern = new Writer(engineFolds, folding === "lower-case").edge(parsed.root, "open", "open");
    return { ok: true, pattern: pattern === "" ? "()" : pattern, ignoreCase: engineFolds };
  } catch (problem) {
    if (problem instanceof UnsupportedPcre) return { ok: false, reason: problem.message };
    throw problem;
  }
}

/**
 * What stands outside a piece of the pattern: `open` any text, `absolute` nothing, `inside` another piece. A position
 * can be resolved at an outer edge only.
 */
type Edge = "open" | "absolute" | "inside";

type Level = "alternatives" | "sequence" | "repeat" | "atom";
interface Written {
  readonly text: string;
  readonly level: Level;
}

class Writer {
  constructor(
    private readonly engineFolds: boolean,
    private readonly lowers: boolean,
  ) {}

  edge(node: RegexNode, left: Edge, right: Edge): string {
    if (node.kind === "alternatives" && hasPosition(node))
      return `(${node.options.map((option) => orEmpty(this.edge(option, left, right))).join("|")})`;
    if (node.kind === "repeat" && hasPosition(node)) throw new UnsupportedPcre("a repeated position");
    return this.sequence(node.kind === "sequence" ? node.items : [node], left, right);
  }

  sequence(written: readonly RegexNode[], left: Edge, right: Edge): string {
    const start = this.front(written, left);
    const end = this.back(start.items, right);
    const { items } = end;
    const last = items.length - 1;
    const middle = items.map((item, index) => {
      if (!hasPosition(item)) {
        if (
          items.length === 1 &&
          start.edge !== "open" &&
          end.edge !== "open" &&
          start.text + end.text === ""
        )
          return this.plain(item).text;
        return grouped(this.plain(item), "repeat");
      }
      if (item.kind === "position") return this.between(item, items[index - 1], items[index + 1]);
      if (index !== 0 && index !== last) throw new UnsupportedPcre("a position inside the pattern");
      return this.edge(item, index === 0 ? start.edge : "inside", index === last ? end.edge : "inside");
    });
    const [first, final] = [items[0], items[last]];
    const opens = start.edge === "open" && (first === undefined || !hasPosition(first));
    const closes = end.edge === "open" && (final === undefined ? !opens : !hasPosition(final));
    return [start.text, opens ? ".*" : "", ...middle, closes ? ".*" : "", end.text].join("");
  }

  /** Resolves positions at the left edge, and leaves out what an open edge absorbs. */
  private front(
    written: readonly RegexNode[],
    left: Edge,
  ): { items: readonly RegexNode[]; edge: Edge; text: string } {
    let items = written;
    let edge = left;
    for (;;) {
      const [first, next] = items;
      if (first?.kind === "repeat" && edge === "open" && !hasPosition(first)) {
        const least = leastOf(first);
        if (least !== undefined) return { items: [least, ...items.slice(1)], edge, text: "" };
      } else if (first?.kind === "position" && first.position === "start") {
        if (edge === "inside") throw new UnsupportedPcre("`^` inside the pattern");
        edge = "absolute";
      } else if (first?.kind === "position" && first.position === "word-boundary" && edge !== "inside") {
        const rest = items.slice(1);
        const word = this.isWord(next === undefined ? undefined : firstCharacters(next));
        if (edge === "absolute" && !word)
          throw new UnsupportedPcre("`\\b` at the start before no word character");
        const text = edge === "absolute" ? "" : this.boundary(word, "left");
        return { items: rest, edge: edge === "absolute" ? edge : "inside", text };
      } else return { items, edge, text: "" };
      items = items.slice(1);
    }
  }

  private back(
    written: readonly RegexNode[],
    right: Edge,
  ): { items: readonly RegexNode[]; edge: Edge; text: string } {
    let items = written;
    let edge = right;
    let text = "";
    for (;;) {
      const last = items.at(-1);
      const rest = items.slice(0, -1);
      if (last?.kind === "repeat" && edge === "open" && !hasPosition(last)) {
        const least = leastOf(last);
        if (least !== undefined) return { items: [...rest, least], edge, text };
      } else if (last?.kind === "position" && (last.position === "end" || last.position === "line-end")) {
        if (edge === "inside") throw new UnsupportedPcre("`$` inside the pattern");
        if (last.position === "line-end") text = "\n?";
        else if (text !== "") throw new UnsupportedPcre("`$` before another end");
        edge = "absolute";
      } else if (last?.kind === "position" && last.position === "word-boundary" && edge !== "inside") {
        const previous = rest.at(-1);
        const word = this.isWord(previous === undefined ? undefined : lastCharacters(previous));
        if (edge === "absolute" && !word)
          throw new UnsupportedPcre("`\\b` at the end behind no word character");
        return edge === "absolute"
          ? { items: rest, edge, text }
          : { items: rest, edge: "inside", text: this.boundary(word, "right") };
      } else return { items, edge, text };
      items = rest;
    }
  }

  /** What has to stand outside a word boundary, given what stands inside. */
  private boundary(wordInside: boolean, side: "left" | "right"): string {
    const outside = this.set(wordInside ? complement(wordCharacters) : wordCharacters);
    const text = side === "left" ? `.*${outside}` : `${outside}.*`;
    return wordInside ? `(${text})?` : text;
  }

  private isWord(characters: CharacterSet | undefined): boolean {
    if (characters === undefined)
      throw new UnsupportedPcre("`\\b` beside characters that may be of a word or not");
    if (isSubset(characters, wordCharacters)) return true;
    if (isSubset(characters, complement(wordCharacters))) return false;
    throw new UnsupportedPcre("`\\b` beside characters that may be of a word or not");
  }

  /** A word boundary between two pieces that settle it holds always. */
  private between(node: PositionNode, before: RegexNode | undefined, after: RegexNode | undefined): string {
    if (node.position !== "word-boundary" || before === undefined || after === undefined)
      throw new UnsupportedPcre("a position inside the pattern");
    if (this.isWord(lastCharacters(before)) === this.isWord(firstCharacters(after)))
      throw new UnsupportedPcre("`\\b` where there is never a boundary");
    return "";
  }

  private plain(node: RegexNode): Written {
    switch (node.kind) {
      case "character":
        return { text: this.character(node), level: "atom" };
      case "sequence": {
        if (node.items.length === 0) return { text: "()", level: "atom" };
        const text = node.items.map((item) => grouped(this.plain(item), "repeat")).join("");
        return { text, level: "sequence" };
      }
      case "alternatives": {
        const options = node.options.map((option) => this.plain(option).text);
        const filled = options.filter((option) => option !== "()");
        const text = filled.join("|");
        if (filled.length === options.length) return { text, level: "alternatives" };
        return filled.length === 0 ? { text: "()", level: "atom" } : { text: `(${text})?`, level: "repeat" };
      }
      case "repeat":
        return { text: grouped(this.plain(node.item), "atom") + quantifier(node), level: "repeat" };
      case "position":
        throw new UnsupportedPcre("a position inside the pattern");
      default:
        return node satisfies never;
    }
  }

  private character(node: CharacterNode): string {
    const { literal } = node;
    if (literal === undefined || (literal.ignoreCase && !this.engineFolds && cased(literal.text)))
      return this.set(node.set);
    return escaped(this.engineFolds && this.lowers ? literal.text.toLowerCase() : literal.text);
  }

  private set(set: CharacterSet): string {
    if (complement(set).length === 0) return ".";
    if (set.length === 0) throw new UnsupportedPcre("an empty character class");
    const outside = complement(set);
    return outside.length < set.length ? `[^${members(outside)}]` : `[${members(set)}]`;
  }
}

/** What an open edge leaves of a repetition: its least number of turns. */
function leastOf({ item, minimum }: RepeatNode): RegexNode | undefined {
  if (minimum === 0) return undefined;
  return minimum === 1 ? item : { kind: "repeat", item, minimum, maximum: minimum };
}

function quantifier({ minimum, maximum }: RepeatNode): string {
  if (maximum === undefined) return minimum === 0 ? "*" : minimum === 1 ? "+" : `{${minimum},}`;
  if (minimum === 0 && maximum === 1) return "?";
  return minimum === maximum ? `{${minimum}}` : `{${minimum},${maximum}}`;
}

function grouped({ text, level }: Written, needed: "atom" | "repeat"): string {
  const binds = level === "atom" || (level === "repeat" && needed === "repeat");
  return binds || (level === "sequence" && needed === "repeat") ? text : `(${text})`;
}

function orEmpty(text: string): string {
  return text === "" ? "()" : text;
}

function hasPosition(node: RegexNode): boolean {
  switch (node.kind) {
    case "position":
      return true;
    case "character":
      return false;
    case "sequence":
      return node.items.some(hasPosition);
    case "alternatives":
      return node.options.some(hasPosition);
    case "repeat":
      return hasPosition(node.item);
    default:
      return node satisfies never;
  }
}

function* charactersIn(node: RegexNode): Generator<CharacterNode> {
  if (node.kind === "character") yield node;
  else if (node.kind === "repeat") yield* charactersIn(node.item);
  else if (node.kind === "sequence") for (const item of node.items) yield* charactersIn(item);
  else if (node.kind === "alternatives") for (const option of node.options) yield* charactersIn(option);
}

function cased(text: string): boolean {
  return hasCase(text.codePointAt(0) ?? 0);
}

/** Whether a character means the same when the engine ignores case. */
function survivesFolding({ literal, set }: CharacterNode): boolean {
  if (literal !== undefined) return literal.ignoreCase || !cased(literal.text);
  return sameSet(set, withBothCases(set));
}

function escaped(character: string): string {
  return /[.?+*|{}[\]()"\\#@&<>~^$/-]/u.test(character) ? `\\${character}` : character;
}

function members(set: CharacterSet): string {
  return set
    .map(({ from, to }) => {
      const [first, last] = [escaped(String.fromCodePoint(from)), escaped(String.fromCodePoint(to))];
      if (from === to) return first;
      return to === from + 1 ? `${first}${last}` : `${first}-${last}`;
    })
    .join("");
}

/** The Lucene pattern of a literal text. */
export function luceneLiteral(text: string): string {
  return [...text].map(escaped).join("");
}

/** Whether a text has letters whose case Lucene does not fold. */
export function hasLettersOutsideAscii(text: string): boolean {
  return [...text].some((character) => (character.codePointAt(0) ?? 0) > 0x7f && cased(character));
}

function isSubset(inner: CharacterSet, outer: CharacterSet): boolean {
  return inner.every(({ from, to }) => outer.some((range) => range.from <= from && to <= range.to));
}

function sameSet(first: CharacterSet, second: CharacterSet): boolean {
  return isSubset(first, second) && isSubset(second, first);
}
