import { PcreSyntaxError, type Pcre, type PcreAssertion, type PcreFlags, type PcreSet } from "./pcre.js";
import type { PcreReader } from "./pcre-reader.js";

const assertions: Readonly<Record<string, PcreAssertion>> = {
  A: "text-start",
  z: "text-end",
  Z: "text-end-or-newline",
  b: "word-boundary",
  B: "no-word-boundary",
};

const controls: Readonly<Record<string, number>> = { t: 9, n: 10, f: 12, r: 13, a: 7, e: 27 };

const backtracking: Readonly<Record<string, string>> = {
  K: "match reset `\\K`",
  G: "`\\G`",
  X: "`\\X`",
  C: "`\\C`",
};

/** What follows a backslash outside a class. */
export function parseEscape(reader: PcreReader, flags: PcreFlags): Pcre {
  const reference = reader.takePattern(/[1-9]\d*|g\{?-?\w+\}?|k(\{\w+\}|<\w+>|'\w+')/y);
  if (reference !== undefined)
    return { kind: "backtracking", construct: `back-reference \`\\${reference}\`` };
  if (reader.take("N")) return { kind: "dot", lines: false };
  if (reader.take("R")) return { kind: "set", set: { kind: "line-ending" } };
  const set = takeSet(reader);
  if (set !== undefined) return { kind: "set", set };
  const code = takeCode(reader);
  if (code !== undefined) return { kind: "character", code, ignoreCase: flags.ignoreCase };
  const letter = reader.next();
  if (letter === "") throw new PcreSyntaxError("the expression ends with a backslash");
  const assertion = assertions[letter];
  if (assertion !== undefined) return { kind: "assertion", assertion };
  const construct = backtracking[letter];
  if (construct !== undefined) return { kind: "backtracking", construct };
  if (/[A-Za-z]/.test(letter)) throw new PcreSyntaxError(`\`\\${letter}\` has no meaning`);
  return { kind: "character", code: letter.codePointAt(0) ?? 0, ignoreCase: flags.ignoreCase };
}

/** `\d`, `\W`, `\pL`, `\P{Lu}`: a set of characters, in a class or outside. */
export function takeSet(reader: PcreReader): PcreSet | undefined {
  const property = reader.takePattern(/[pP](\{\^?\w+\}|[A-Z])/y);
  if (property !== undefined) {
    const inside = property.slice(1).replace(/[{}]/g, "");
    const negated = property.startsWith("P") !== inside.startsWith("^");
    return { kind: "property", name: inside.replace("^", ""), negated };
  }
  const letter = reader.takePattern(/[dwshvDWSHV]/y);
  if (letter === undefined) return undefined;
  const lower = letter.toLowerCase();
  if (lower !== "d" && lower !== "w" && lower !== "s" && lower !== "h" && lower !== "v") return undefined;
  return { kind: "shorthand", letter: lower, negated: letter !== lower };
}

/** `\n`, `\x41`, `\x{263a}`, `\012`, `\cA`: one character by its code. */
export function takeCode(reader: PcreReader): number | undefined {
  const hexadecimal = reader.takePattern(/x(\{[0-9a-fA-F]+\}|[0-9a-fA-F]{0,2})/y);
  if (hexadecimal !== undefined) {
    const digits = hexadecimal.slice(1).replace(/[{}]/g, "");
    return digits === "" ? 0 : Number.parseInt(digits, 16);
  }
  const octal = reader.takePattern(/0[0-7]{0,2}|o\{[0-7]+\}/y);
  if (octal !== undefined) return Number.parseInt(octal.replace(/[o{}]/g, ""), 8);
  const control = reader.takePattern(/c[@-_a-z]/y);
  if (control !== undefined) return (control.toUpperCase().codePointAt(1) ?? 0) ^ 64;
  const letter = reader.takePattern(/[tnfrae]/y);
  return letter === undefined ? undefined : controls[letter];
}
