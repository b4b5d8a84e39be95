import { complement, letterClasses, posixClasses, type Ranges } from "./classes.js";
import type { RegexReader } from "./reader.js";
import type { CharacterSet } from "./tree.js";

interface SetUnderConstruction {
  readonly ranges: (readonly [number, number])[];
  readonly properties: { readonly name: string; readonly negated: boolean }[];
}

/** Reads `[…]`; the reader stands behind the opening bracket. */
export function parseClass(reader: RegexReader, ignoreCase: boolean): CharacterSet {
  const opening = reader.at - 1;
  const set: SetUnderConstruction = { ranges: [], properties: [] };
  const negated = reader.take("^");
  let first = true;
  for (;;) {
    if (reader.ended) reader.fail("a character class is not closed", opening);
    if (reader.peek() === "]" && !first) break;
    first = false;
    parseMember(reader, set);
  }
  reader.next();
  return { kind: "set", negated, ...set, ignoreCase };
}

function parseMember(reader: RegexReader, set: SetUnderConstruction): void {
  const posix = /^\[:(\^?)([a-z]+):\]/.exec(reader.rest(20));
  if (posix !== null) {
    const ranges = posixClasses.get(posix[2] ?? "");
    if (ranges === undefined) reader.fail(`the POSIX class \`${posix[2] ?? ""}\` does not exist`);
    set.ranges.push(...(posix[1] === "^" ? complement(ranges) : ranges));
    reader.skip(posix[0].length);
    return;
  }
  const low = parseSingle(reader, set);
  if (low === undefined) return;
  if (reader.peek() !== "-" || reader.peek(1) === "]" || reader.peek(1) === "") {
    set.ranges.push([low, low]);
    return;
  }
  reader.next();
  const high = parseSingle(reader, set);
  if (high === undefined) {
    // `[a-\d]`: PCRE takes the hyphen as itself.
    set.ranges.push([low, low], [0x2d, 0x2d]);
    return;
  }
  if (high < low) reader.fail("a range of a character class is out of order");
  set.ranges.push([low, high]);
}

/** One code point, or `undefined` when it was a class such as `\d`, which is then in the set. */
function parseSingle(reader: RegexReader, set: SetUnderConstruction): number | undefined {
  if (!reader.take("\\")) return reader.nextCodePoint();
  const letter = reader.peek();
  if (letter === "b") {
    reader.next();
    return 0x08;
  }
  const ranges = classOf(letter);
  if (ranges !== undefined) {
    reader.next();
    set.ranges.push(...ranges);
    return undefined;
  }
  const property = parseProperty(reader);
  if (property !== undefined) {
    set.properties.push(property);
    return undefined;
  }
  if (reader.take("E")) return undefined;
  if (reader.take("Q")) {
    while (!reader.ended && !reader.takeText("\\E")) {
      const code = reader.nextCodePoint();
      set.ranges.push([code, code]);
    }
    return undefined;
  }
  return reader.escapedCodePoint(true);
}

/** The characters of `\d`, `\D`, `\h`, … */
export function classOf(letter: string): Ranges | undefined {
  const plain = letterClasses.get(letter);
  if (plain !== undefined) return plain;
  if (letter === "N") return complement([[0x0a, 0x0a]]);
  const negated = letterClasses.get(letter.toLowerCase());
  return negated === undefined ? undefined : complement(negated);
}

/** Reads `p{Lu}`, `PL`, `p{^Lu}` behind a backslash. */
export function parseProperty(
  reader: RegexReader,
): { readonly name: string; readonly negated: boolean } | undefined {
  const match = /^([pP])(?:\{(\^?)([A-Za-z_&]+)\}|([A-Z]))/.exec(reader.rest(60));
  if (match === null) return undefined;
  const name = match[3] ?? match[4] ?? "";
  if (!isKnownProperty(name)) reader.fail(`the Unicode property \`${name}\` is not known here`);
  reader.skip(match[0].length);
  return { name, negated: (match[1] === "P") !== (match[2] === "^") };
}

function isKnownProperty(name: string): boolean {
  return propertyExpression(name) !== undefined;
}

const expressions = new Map<string, RegExp | undefined>();

/** An expression for one character with the property, by the name of a general category or a script. */
export function propertyExpression(name: string): RegExp | undefined {
  if (!expressions.has(name)) {
    let expression: RegExp | undefined;
    for (const form of [name, `Script=${name}`])
      try {
        expression ??= new RegExp(`^\\p{${form}}$`, "u");
      } catch {
        // Not a name of that form.
      }
    expressions.set(name, expression);
  }
  return expressions.get(name);
}
