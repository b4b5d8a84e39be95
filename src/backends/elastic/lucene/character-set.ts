/** A set of characters as ascending, disjoint ranges of code points, both ends included. */
export type CharacterSet = readonly CharacterRange[];

export interface CharacterRange {
  readonly from: number;
  readonly to: number;
}

const last = 0x10ffff;

/** A set in normal form: sorted, and ranges that touch joined. */
export function characterSet(ranges: readonly CharacterRange[]): CharacterSet {
  const sorted = [...ranges].sort((a, b) => a.from - b.from);
  const joined: CharacterRange[] = [];
  for (const range of sorted) {
    const previous = joined.at(-1);
    if (previous !== undefined && range.from <= previous.to + 1)
      joined[joined.length - 1] = { from: previous.from, to: Math.max(previous.to, range.to) };
    else joined.push(range);
  }
  return joined;
}

/** The set of the characters of a text. */
export function charactersOf(text: string): CharacterSet {
  return characterSet(
    [...text].map((character) => {
      const code = character.codePointAt(0) ?? 0;
      return { from: code, to: code };
    }),
  );
}

export function rangeOf(from: string, to: string): CharacterRange {
  return { from: from.codePointAt(0) ?? 0, to: to.codePointAt(0) ?? 0 };
}

/** Every character that is not in the set. */
export function complement(set: CharacterSet): CharacterSet {
  const outside: CharacterRange[] = [];
  let next = 0;
  for (const { from, to } of set) {
    if (from > next) outside.push({ from: next, to: from - 1 });
    next = to + 1;
  }
  if (next <= last) outside.push({ from: next, to: last });
  return outside;
}

/** Adds the other case of every ASCII letter in the set. */
export function withBothCases(set: CharacterSet): CharacterSet {
  const shifted = (first: string, final: string, by: number): CharacterRange[] => {
    const letters = rangeOf(first, final);
    return set
      .map(({ from, to }) => ({ from: Math.max(from, letters.from), to: Math.min(to, letters.to) }))
      .filter(({ from, to }) => from <= to)
      .map(({ from, to }) => ({ from: from + by, to: to + by }));
  };
  return characterSet([...set, ...shifted("A", "Z", 32), ...shifted("a", "z", -32)]);
}

export const digits: CharacterSet = [rangeOf("0", "9")];
export const wordCharacters: CharacterSet = characterSet([
  rangeOf("a", "z"),
  rangeOf("A", "Z"),
  rangeOf("0", "9"),
  rangeOf("_", "_"),
]);
/** `\s` of PCRE: space, tab, line feed, vertical tab, form feed, carriage return. */
export const blanks: CharacterSet = charactersOf(" \t\n\v\f\r");
/** `\h` and `\v` of PCRE. */
export const horizontalBlanks: CharacterSet = charactersOf(
  "\t \u00a0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
);
export const verticalBlanks: CharacterSet = charactersOf("\n\v\f\r\u0085\u2028\u2029");
export const posixClasses: ReadonlyMap<string, CharacterSet> = new Map([
  ["alpha", characterSet([rangeOf("a", "z"), rangeOf("A", "Z")])],
  ["digit", digits],
  ["alnum", characterSet([rangeOf("a", "z"), rangeOf("A", "Z"), rangeOf("0", "9")])],
  ["upper", [rangeOf("A", "Z")]],
  ["lower", [rangeOf("a", "z")]],
  ["space", blanks],
  ["blank", charactersOf(" \t")],
  ["xdigit", characterSet([rangeOf("a", "f"), rangeOf("A", "F"), rangeOf("0", "9")])],
  ["word", wordCharacters],
  ["punct", characterSet([rangeOf("!", "/"), rangeOf(":", "@"), rangeOf("[", "`"), rangeOf("{", "~")])],
]);
export const everything: CharacterSet = [{ from: 0, to: last }];
export const notLineFeed: CharacterSet = complement(charactersOf("\n"));

export function isSubset(inner: CharacterSet, outer: CharacterSet): boolean {
  return inner.every(({ from, to }) => outer.some((range) => range.from <= from && to <= range.to));
}

export function sameSet(first: CharacterSet, second: CharacterSet): boolean {
  return isSubset(first, second) && isSubset(second, first);
}
