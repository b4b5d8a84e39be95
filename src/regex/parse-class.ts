import type { PcreFlags } from "./flags.js";
import { isPosixClass } from "./character-sets.js";
import type { PcreClass, PcreMember, PcreSet } from "./pcre.js";
import type { PcreReader } from "./pcre-reader.js";
import { propertyExpression } from "./property.js";

/** Reads `[…]`; the reader stands behind the opening bracket. A `]` that comes first is a member. */
export function parseClass(reader: PcreReader, { ignoreCase }: PcreFlags): PcreClass {
  const opening = reader.at - 1;
  const members: PcreMember[] = [];
  const negated = reader.take("^");
  for (let first = true; first || reader.peek() !== "]"; first = false) {
    if (reader.ended) reader.fail("a character class is not closed", opening);
    members.push(...parseMember(reader));
  }
  reader.next();
  return { kind: "class", negated, members, ignoreCase };
}

function parseMember(reader: PcreReader): readonly PcreMember[] {
  const posix = reader.takeMatch(/^\[:(\^?)([a-z]+):\]/);
  if (posix !== null) {
    const name = posix[2] ?? "";
    if (!isPosixClass(name)) reader.fail(`the POSIX class \`${name}\` does not exist`);
    return [{ kind: "set", set: { kind: "posix", name, negated: posix[1] === "^" } }];
  }
  if (reader.takeText("\\E")) return [];
  if (reader.takeText("\\Q")) return quoted(reader);
  const low = parseSingle(reader);
  if (low.kind === "set" || reader.peek() !== "-" || reader.peek(1) === "]" || reader.peek(1) === "")
    return [low];
  reader.next();
  const high = parseSingle(reader);
  // `[a-\d]`: PCRE takes the hyphen as itself.
  if (high.kind === "set") return [low, single(0x2d), high];
  if (high.from < low.from) reader.fail("a range of a character class is out of order");
  return [{ kind: "range", from: low.from, to: high.from }];
}

function quoted(reader: PcreReader): readonly PcreMember[] {
  const members: PcreMember[] = [];
  while (!reader.ended && !reader.takeText("\\E")) members.push(single(reader.nextCodePoint()));
  return members;
}

function parseSingle(reader: PcreReader): PcreMember {
  if (!reader.take("\\")) return single(reader.nextCodePoint());
  if (reader.take("b")) return single(0x08);
  const set = takeSet(reader);
  return set === undefined ? single(reader.escapedCodePoint(true)) : { kind: "set", set };
}

function single(code: number): PcreMember {
  return { kind: "range", from: code, to: code };
}

/** Reads `d`, `W`, `pL`, `P{Lu}`, `p{^Lu}` behind a backslash: a set of characters, in a class or outside. */
export function takeSet(reader: PcreReader): PcreSet | undefined {
  const shorthand = reader.takeMatch(/^[dwshv]/i);
  if (shorthand !== null) {
    const lower = shorthand[0].toLowerCase();
    if (lower === "d" || lower === "w" || lower === "s" || lower === "h" || lower === "v")
      return { kind: "shorthand", letter: lower, negated: shorthand[0] !== lower };
  }
  const property = /^([pP])(?:\{(\^?)([A-Za-z_&]+)\}|([A-Z]))/.exec(reader.rest(60));
  if (property === null) return undefined;
  const name = property[3] ?? property[4] ?? "";
  if (propertyExpression(name) === undefined)
    reader.fail(`the Unicode property \`${name}\` is not known here`);
  reader.skip(property[0].length);
  return { kind: "property", name, negated: (property[1] === "P") !== (property[2] === "^") };
}
