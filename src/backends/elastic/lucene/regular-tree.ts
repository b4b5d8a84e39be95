import { parsePcre } from "../../shared/regex/parse-pcre.js";
import {
  PcreSyntaxError,
  UnsupportedPcre,
  type Pcre,
  type PcreClass,
  type PcreSet,
} from "../../shared/regex/pcre.js";
import {
  blanks,
  characterSet,
  charactersOf,
  complement,
  digits,
  everything,
  horizontalBlanks,
  notLineFeed,
  posixClasses,
  verticalBlanks,
  withBothCases,
  wordCharacters,
  type CharacterSet,
} from "./character-set.js";
import type { ParsedRegex, PositionNode, RegexNode } from "./regex-tree.js";

/** What of a pattern no regular language, or not this translation, holds. */
export class NotRegular extends Error {}

/**
 * Reads a PCRE pattern into a tree of what it matches.
 *
 * Captures and laziness are left out: they change what is captured, not whether there is a match. Look-around,
 * back-references, atomic groups and possessive quantifiers do change it and are given back as the reason.
 */
export function regularTree(source: string, ignoreCase: boolean): ParsedRegex {
  try {
    return { ok: true, root: simplified(parsePcre(source, { ignoreCase }).root) };
  } catch (problem) {
    const known = [NotRegular, PcreSyntaxError, UnsupportedPcre].some((kind) => problem instanceof kind);
    if (known && problem instanceof Error) return { ok: false, reason: problem.message };
    throw problem;
  }
}

function simplified(pcre: Pcre): RegexNode {
  switch (pcre.kind) {
    case "alternatives":
      return { kind: "alternatives", options: pcre.options.map(simplified) };
    case "sequence":
      return { kind: "sequence", items: pcre.items.map(simplified) };
    case "character": {
      const { ignoreCase } = pcre;
      const text = String.fromCodePoint(pcre.code);
      const set = charactersOf(text);
      return { kind: "character", set: ignoreCase ? folded(set) : set, literal: { text, ignoreCase } };
    }
    case "dot":
      return { kind: "character", set: pcre.lines ? everything : notLineFeed };
    case "class":
      return { kind: "character", set: classSet(pcre) };
    case "set":
      return { kind: "character", set: namedSet(pcre.set) };
    case "assertion":
      return { kind: "position", position: positionOf(pcre.assertion) };
    case "group":
      return simplified(pcre.body);
    case "repeat": {
      if (pcre.mode === "possessive") throw new NotRegular("a possessive quantifier");
      const { minimum, maximum } = pcre;
      const item = simplified(pcre.body);
      return { kind: "repeat", item, minimum, ...(maximum === undefined ? {} : { maximum }) };
    }
    case "backtracking":
      throw new NotRegular(pcre.construct);
    default:
      return pcre satisfies never;
  }
}

type Assertion = Extract<Pcre, { kind: "assertion" }>["assertion"];

function positionOf(assertion: Assertion): PositionNode["position"] {
  switch (assertion) {
    case "text-start":
      return "start";
    case "text-end":
      return "end";
    case "text-end-or-newline":
      return "line-end";
    case "word-boundary":
      return "word-boundary";
    case "line-start":
    case "line-end":
      throw new NotRegular("an anchor at every line, `(?m)`");
    case "no-word-boundary":
      throw new NotRegular("`\\B`");
    default:
      return assertion satisfies never;
  }
}

function classSet({ members, ignoreCase, negated }: PcreClass): CharacterSet {
  const ranges = members.flatMap((member) =>
    member.kind === "range" ? [{ from: member.from, to: member.to }] : namedSet(member.set),
  );
  const set = ignoreCase ? folded(characterSet(ranges)) : characterSet(ranges);
  return negated ? complement(set) : set;
}

const shorthands = {
  d: digits,
  w: wordCharacters,
  s: blanks,
  h: horizontalBlanks,
  v: verticalBlanks,
} as const;

function namedSet(named: PcreSet): CharacterSet {
  switch (named.kind) {
    case "shorthand": {
      const set = shorthands[named.letter];
      return named.negated ? complement(set) : set;
    }
    case "posix": {
      const set = posixClasses.get(named.name);
      if (set === undefined) throw new NotRegular(`the class \`[:${named.name}:]\``);
      return named.negated ? complement(set) : set;
    }
    case "property":
      throw new NotRegular(`the Unicode property \`${named.name}\``);
    case "line-ending":
      throw new NotRegular("`\\R`");
    default:
      return named satisfies never;
  }
}

/** Engines disagree about the case of letters outside ASCII, so a pattern that ignores case may not hold any. */
function folded(set: CharacterSet): CharacterSet {
  if (set.some(({ from, to }) => to > 0x7f && to - from < 0x1000 && holdsLetter(from, to)))
    throw new NotRegular("letters outside ASCII without their case");
  return withBothCases(set);
}

function holdsLetter(from: number, to: number): boolean {
  for (let code = Math.max(from, 0x80); code <= to; code += 1) {
    const character = String.fromCodePoint(code);
    if (character.toLowerCase() !== character.toUpperCase()) return true;
  }
  return false;
}
