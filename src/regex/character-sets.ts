import { UnsupportedPcre, type PcreMember, type PcreSet } from "./pcre.js";

/** Code points from `from` to `to`, both included. */
export interface CodeRange {
  readonly from: number;
  readonly to: number;
}

const last = 0x10ffff;

function ranges(text: string): readonly CodeRange[] {
  return text.split(" ").map((part) => {
    const [from = "0", to = from] = part.split("-");
    return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) };
  });
}

/** PCRE without UCP: digits, words and space are of ASCII; https://www.pcre.org/current/doc/html/pcre2pattern.html */
const shorthands = {
  d: ranges("30-39"),
  w: ranges("30-39 41-5a 5f 61-7a"),
  s: ranges("9-d 20"),
  h: ranges("9 20 a0 1680 180e 2000-200a 202f 205f 3000"),
  v: ranges("a-d 85 2028-2029"),
} as const;

const posix: Readonly<Record<string, readonly CodeRange[]>> = {
  alnum: ranges("30-39 41-5a 61-7a"),
  alpha: ranges("41-5a 61-7a"),
  ascii: ranges("0-7f"),
  blank: ranges("9 20"),
  cntrl: ranges("0-1f 7f"),
  digit: ranges("30-39"),
  graph: ranges("21-7e"),
  lower: ranges("61-7a"),
  print: ranges("20-7e"),
  punct: ranges("21-2f 3a-40 5b-60 7b-7e"),
  space: ranges("9-d 20"),
  upper: ranges("41-5a"),
  word: ranges("30-39 41-5a 5f 61-7a"),
  xdigit: ranges("30-39 41-46 61-66"),
};

export function isPosixClass(name: string): boolean {
  return Object.hasOwn(posix, name);
}

/** The code points of a named set; throws `UnsupportedPcre` for Unicode properties, whose tables differ by engine. */
export function rangesOfSet(set: PcreSet): readonly CodeRange[] {
  switch (set.kind) {
    case "shorthand":
      return set.negated ? complement(shorthands[set.letter]) : shorthands[set.letter];
    case "posix": {
      const found = posix[set.name];
      if (found === undefined) throw new UnsupportedPcre(`class \`[:${set.name}:]\``);
      return set.negated ? complement(found) : found;
    }
    case "property":
      throw new UnsupportedPcre(`property \`\\p{${set.name}}\``);
    case "line-ending":
      throw new UnsupportedPcre("`\\R`");
  }
}

/** The code points of the members of a class. */
export function rangesOfMembers(members: readonly PcreMember[]): readonly CodeRange[] {
  return union(members.flatMap((member) => (member.kind === "range" ? [member] : rangesOfSet(member.set))));
}

/** Every code point that is in none of the ranges. */
export function complement(of: readonly CodeRange[]): readonly CodeRange[] {
  const result: CodeRange[] = [];
  let from = 0;
  for (const range of union(of)) {
    if (range.from > from) result.push({ from, to: range.from - 1 });
    from = range.to + 1;
  }
  if (from <= last) result.push({ from, to: last });
  return result;
}

/** Ascending ranges without overlap. */
export function union(of: readonly CodeRange[]): readonly CodeRange[] {
  const result: CodeRange[] = [];
  for (const range of [...of].sort((a, b) => a.from - b.from)) {
    const before = result.at(-1);
    if (before !== undefined && range.from <= before.to + 1)
      result[result.length - 1] = { from: before.from, to: Math.max(before.to, range.to) };
    else result.push({ from: range.from, to: range.to });
  }
  return result;
}

/** The ranges with the other case of every ASCII letter in them. */
export function withBothCases(of: readonly CodeRange[]): readonly CodeRange[] {
  const shifted = (from: number, to: number, by: number): readonly CodeRange[] =>
    of.flatMap((range) => {
      const low = Math.max(range.from, from);
      const high = Math.min(range.to, to);
      return low > high ? [] : [{ from: low + by, to: high + by }];
    });
  return union([...of, ...shifted(0x41, 0x5a, 32), ...shifted(0x61, 0x7a, -32)]);
}

/** Whether a code point is a letter with two cases. */
export function hasCase(code: number): boolean {
  const character = String.fromCodePoint(code);
  return character.toLowerCase() !== character.toUpperCase();
}
