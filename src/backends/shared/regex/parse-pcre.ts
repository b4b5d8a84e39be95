import {
  noFlags,
  PcreSyntaxError,
  UnsupportedPcre,
  type ParsedPcre,
  type Pcre,
  type PcreCapture,
  type PcreFlags,
  type PcreRepeat,
} from "./pcre.js";
import { parseClass } from "./parse-class.js";
import { parseEscape } from "./parse-escape.js";
import { PcreReader } from "./pcre-reader.js";

/**
 * Parses a regular expression of PCRE (https://www.pcre.org/current/doc/html/pcre2syntax.html). Constructs that need
 * backtracking are kept as such, so that the caller can name them. Throws `PcreSyntaxError` for a text that is no
 * expression, and `UnsupportedPcre` for groups that are not read: conditions, recursion, verbs.
 */
export function parsePcre(source: string, flags: Partial<PcreFlags> = {}): ParsedPcre {
  const state: ParserState = { reader: new PcreReader(source), captures: [] };
  const { node } = parseAlternatives(state, { ...noFlags, ...flags });
  if (!state.reader.atEnd) throw new PcreSyntaxError("a closing bracket has no opening one");
  return { root: node, captures: state.captures };
}

interface ParserState {
  readonly reader: PcreReader;
  readonly captures: PcreCapture[];
}

/** Alternatives up to the end or a closing bracket. A flag set inside holds for the alternatives after it, too. */
function parseAlternatives(state: ParserState, start: PcreFlags): { node: Pcre } {
  const options: Pcre[] = [];
  let flags = start;
  for (;;) {
    const sequence = parseSequence(state, flags);
    flags = sequence.flags;
    options.push(sequence.node);
    if (!state.reader.take("|")) break;
  }
  const [only] = options;
  return { node: only !== undefined && options.length === 1 ? only : { kind: "alternatives", options } };
}

function parseSequence(state: ParserState, start: PcreFlags): { node: Pcre; flags: PcreFlags } {
  const { reader } = state;
  const items: Pcre[] = [];
  let flags = start;
  while (!reader.atEnd && !reader.at("|") && !reader.at(")")) {
    if (flags.extended && skipExtended(reader)) continue;
    const quoted = reader.takeQuoted();
    if (quoted !== undefined) {
      for (const character of quoted) items.push(literal(character, flags));
      continue;
    }
    if (reader.takeComment()) continue;
    const change = reader.takeFlags();
    if (change !== undefined) {
      flags = changedFlags(flags, change);
      continue;
    }
    items.push(parseRepeats(state, parseAtom(state, flags), flags));
  }
  const [only] = items;
  return { node: only !== undefined && items.length === 1 ? only : { kind: "sequence", items }, flags };
}

function skipExtended(reader: PcreReader): boolean {
  if (reader.takePattern(/\s+/y) !== undefined) return true;
  return reader.takePattern(/#[^\n]*/y) !== undefined;
}

function changedFlags(flags: PcreFlags, change: string): PcreFlags {
  const [on = "", off = ""] = change.startsWith("^") ? [change.slice(1)] : change.split("-");
  const base = change.startsWith("^") ? noFlags : flags;
  const value = (letter: string, before: boolean): boolean =>
    off.includes(letter) ? false : on.includes(letter) ? true : before;
  return {
    ignoreCase: value("i", base.ignoreCase),
    multiline: value("m", base.multiline),
    dotAll: value("s", base.dotAll),
    extended: value("x", base.extended),
    ungreedy: value("U", base.ungreedy),
  };
}

function literal(character: string, flags: PcreFlags): Pcre {
  return { kind: "character", code: character.codePointAt(0) ?? 0, ignoreCase: flags.ignoreCase };
}

function parseAtom(state: ParserState, flags: PcreFlags): Pcre {
  const { reader } = state;
  if (reader.take("(")) return parseGroup(state, flags);
  if (reader.take("[")) return parseClass(reader, flags);
  if (reader.take("\\")) return parseEscape(reader, flags);
  if (reader.take(".")) return { kind: "dot", lines: flags.dotAll };
  if (reader.take("^"))
    return { kind: "assertion", assertion: flags.multiline ? "line-start" : "text-start" };
  if (reader.take("$"))
    return { kind: "assertion", assertion: flags.multiline ? "line-end" : "text-end-or-newline" };
  if (reader.takePattern(/[*+?]/y) !== undefined) throw new PcreSyntaxError("a quantifier follows nothing");
  return literal(reader.next(), flags);
}

const openings: readonly (readonly [text: string, construct: string])[] = [
  ["?=", "look-ahead `(?=`"],
  ["?!", "negative look-ahead `(?!`"],
  ["?<=", "look-behind `(?<=`"],
  ["?<!", "negative look-behind `(?<!`"],
  ["?>", "atomic group `(?>`"],
];

function parseGroup(state: ParserState, flags: PcreFlags): Pcre {
  const { reader } = state;
  for (const [opening, construct] of openings) {
    if (reader.take(opening)) return { kind: "backtracking", construct, body: parseBody(state, flags) };
  }
  if (reader.take("?:")) return { kind: "group", body: parseBody(state, flags) };
  const name = reader.takePattern(/\?P?<\w+>|\?'\w+'/y);
  if (name !== undefined) return capture(state, flags, name.replace(/^\?P?.|.$/g, ""));
  const scoped = reader.takePattern(/\?(\^?[a-zA-Z]*(-[a-zA-Z]+)?):/y);
  if (scoped !== undefined)
    return { kind: "group", body: parseBody(state, changedFlags(flags, scoped.slice(1, -1))) };
  if (reader.at("?") || reader.at("*")) {
    const construct = reader.takePattern(/[?*][^)]{0,12}/y) ?? "";
    throw new UnsupportedPcre(`group \`(${construct}\``);
  }
  return capture(state, flags, undefined);
}

function capture(state: ParserState, flags: PcreFlags, groupName: string | undefined): Pcre {
  const own: PcreCapture = {
    number: state.captures.length + 1,
    ...(groupName === undefined ? {} : { name: groupName }),
  };
  state.captures.push(own);
  return { kind: "group", capture: own, body: parseBody(state, flags) };
}

function parseBody(state: ParserState, flags: PcreFlags): Pcre {
  const { node } = parseAlternatives(state, flags);
  if (!state.reader.take(")")) throw new PcreSyntaxError("a group is not closed");
  return node;
}

function parseRepeats(state: ParserState, atom: Pcre, flags: PcreFlags): Pcre {
  const { reader } = state;
  if (flags.extended) while (skipExtended(reader));
  const quantifier = reader.takePattern(/[*+?]|\{\d+(,\d*)?\}/y);
  if (quantifier === undefined) return atom;
  const mark = reader.takePattern(/[+?]/y);
  const [minimum, maximum] = bounds(quantifier);
  const lazy = (mark === "?") !== flags.ungreedy;
  const mode: PcreRepeat["mode"] = mark === "+" ? "possessive" : lazy ? "lazy" : "greedy";
  if (maximum !== undefined && maximum < minimum)
    throw new PcreSyntaxError(`the numbers of \`${quantifier}\` are out of order`);
  return { kind: "repeat", body: atom, minimum, ...(maximum === undefined ? {} : { maximum }), mode };
}

function bounds(quantifier: string): readonly [number, number | undefined] {
  if (quantifier === "*") return [0, undefined];
  if (quantifier === "+") return [1, undefined];
  if (quantifier === "?") return [0, 1];
  const [minimum = "0", maximum] = quantifier.slice(1, -1).split(",");
  if (maximum === undefined) return [Number(minimum), Number(minimum)];
  return [Number(minimum), maximum === "" ? undefined : Number(maximum)];
}
