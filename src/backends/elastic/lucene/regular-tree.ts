import {
  complement,
  hasCase,
  rangesOfMembers,
  rangesOfSet,
  withBothCases,
} from "../../../regex/character-sets.js";
import { parsePcre } from "../../../regex/parse-pcre.js";
import { PcreSyntaxError, UnsupportedPcre, type Pcre, type PcreClass } from "../../../regex/pcre.js";
import type { CharacterSet, ParsedRegex, PositionNode, RegexNode } from "./regex-tree.js";

const lineFeed: CharacterSet = [{ from: 10, to: 10 }];

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
    const known = [UnsupportedPcre, PcreSyntaxError, UnsupportedPcre].some((kind) => problem instanceof kind);
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
      const set = [{ from: pcre.code, to: pcre.code }];
      return { kind: "character", set: ignoreCase ? folded(set) : set, literal: { text, ignoreCase } };
    }
    case "dot":
      return { kind: "character", set: complement(pcre.lines ? [] : lineFeed) };
    case "class":
      return { kind: "character", set: classSet(pcre) };
    case "set":
      return { kind: "character", set: rangesOfSet(pcre.set) };
    case "assertion":
      return { kind: "position", position: positionOf(pcre.assertion) };
    case "group":
      return simplified(pcre.body);
    case "repeat": {
      if (pcre.mode === "possessive") throw new UnsupportedPcre("a possessive quantifier");
      const { minimum, maximum } = pcre;
      const item = simplified(pcre.body);
      return { kind: "repeat", item, minimum, ...(maximum === undefined ? {} : { maximum }) };
    }
    case "backtracking":
      throw new UnsupportedPcre(pcre.construct);
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
      throw new UnsupportedPcre("an anchor at every line, `(?m)`");
    case "no-word-boundary":
      throw new UnsupportedPcre("`\\B`");
    default:
      return assertion satisfies never;
  }
}

function classSet({ members, ignoreCase, negated }: PcreClass): CharacterSet {
  const written = rangesOfMembers(members);
  const set = ignoreCase ? folded(written) : written;
  return negated ? complement(set) : set;
}

/** Engines disagree about the case of letters outside ASCII, so a pattern that ignores case may not hold any. */
function folded(set: CharacterSet): CharacterSet {
  if (set.some(({ from, to }) => to > 0x7f && to - from < 0x1000 && holdsLetter(from, to)))
    throw new UnsupportedPcre("letters outside ASCII without their case");
  return withBothCases(set);
}

function holdsLetter(from: number, to: number): boolean {
  for (let code = Math.max(from, 0x80); code <= to; code += 1) if (hasCase(code)) return true;
  return false;
}
