import {
  blanks,
  characterSet,
  charactersOf,
  complement,
  digits,
  everything,
  notLineFeed,
  rangeOf,
  withBothCases,
  wordCharacters,
  type CharacterSet,
} from "./character-set.js";
import type { CharacterNode, ParsedRegex, RegexNode } from "./regex-tree.js";

class Unsupported extends Error {}

interface Flags {
  readonly ignoreCase: boolean;
  readonly dotMatchesLineFeed: boolean;
}

/**
 * Reads a PCRE pattern into a tree of what it matches.
 *
 * Captures and laziness are left out: they change what is captured, not whether there is a match. Look-around,
 * back-references, atomic groups and possessive quantifiers do change it and are given back as a reason, as is
 * anything of PCRE that is not read here (pcre2pattern(3)).
 */
export function parsePcre(source: string, ignoreCase: boolean): ParsedRegex {
  const reader = new Reader([...source]);
  try {
    const root = reader.alternatives({ ignoreCase, dotMatchesLineFeed: false });
    if (!reader.atEnd()) return { ok: false, reason: "a closing bracket without an opening one" };
    return { ok: true, root };
  } catch (problem) {
    if (problem instanceof Unsupported) return { ok: false, reason: problem.message };
    throw problem;
  }
}

const shorthands: Readonly<Record<string, CharacterSet>> = {
  d: digits,
  D: complement(digits),
  w: wordCharacters,
  W: complement(wordCharacters),
  s: blanks,
  S: complement(blanks),
};

const controls: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  f: "\f",
  a: "\x07",
  e: "\x1b",
};

const posixClasses: Readonly<Record<string, CharacterSet>> = {
  alpha: characterSet([rangeOf("a", "z"), rangeOf("A", "Z")]),
  digit: digits,
  alnum: characterSet([rangeOf("a", "z"), rangeOf("A", "Z"), rangeOf("0", "9")]),
  upper: [rangeOf("A", "Z")],
  lower: [rangeOf("a", "z")],
  space: blanks,
  xdigit: characterSet([rangeOf("a", "f"), rangeOf("A", "F"), rangeOf("0", "9")]),
  word: wordCharacters,
  punct: characterSet([rangeOf("!", "/"), rangeOf(":", "@"), rangeOf("[", "`"), rangeOf("{", "~")]),
};

class Reader {
  #at = 0;

  constructor(private readonly characters: readonly string[]) {}

  atEnd(): boolean {
    return this.#at >= this.characters.length;
  }

  alternatives(outer: Flags): RegexNode {
    let flags = outer;
    const options: RegexNode[] = [];
    let items: RegexNode[] = [];
    for (;;) {
      const next = this.#peek();
      if (next === undefined || next === ")") break;
      if (next === "|") {
        this.#at += 1;
        options.push(sequenceOf(items));
        items = [];
        continue;
      }
      const changed = this.#inlineFlags(flags);
      if (changed !== undefined) {
        flags = changed;
        continue;
      }
      items.push(this.#quantified(this.#atom(flags)));
    }
    options.push(sequenceOf(items));
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { kind: "alternatives", options };
  }

  /** `(?i)` and the like: they hold until the end of the group. */
  #inlineFlags(flags: Flags): Flags | undefined {
    const written = this.#flagsAt();
    if (written?.end !== ")") return undefined;
    this.#at += written.length;
    return applyFlags(flags, written.letters);
  }

  #flagsAt(): { letters: string; end: string; length: number } | undefined {
    const match = /^\(\?([a-zA-Z-]*)([:)])/u.exec(this.characters.slice(this.#at, this.#at + 12).join(""));
    const [text, letters, end] = match ?? [];
    if (text === undefined || letters === undefined || end === undefined) return undefined;
    return { letters, end, length: [...text].length };
  }

  #atom(flags: Flags): RegexNode {
    const character = this.#take();
    switch (character) {
      case "(":
        return this.#group(flags);
      case "[":
        return { kind: "character", set: this.#characterClass(flags) };
      case "\\":
        return this.#escape(flags);
      case ".":
        return { kind: "character", set: flags.dotMatchesLineFeed ? everything : notLineFeed };
      case "^":
        return { kind: "position", position: "start" };
      case "$":
        return { kind: "position", position: "line-end" };
      case "*":
      case "+":
      case "?":
        throw new Unsupported(`a quantifier \`${character}\` with nothing before it`);
      default:
        return literal(character, flags);
    }
  }

  #group(flags: Flags): RegexNode {
    let inner = flags;
    if (this.#peek() === "?") {
      this.#at -= 1;
      const written = this.#flagsAt();
      this.#at += 1;
      if (written?.end === ":") {
        inner = applyFlags(flags, written.letters);
        this.#at += written.length - 1;
      } else this.#namedGroup();
    } else if (this.#peek() === "*") throw new Unsupported("a backtracking verb");
    const body = this.alternatives(inner);
    if (this.#peek() !== ")") throw new Unsupported("a bracket that is not closed");
    this.#at += 1;
    return body;
  }

  #namedGroup(): void {
    const rest = this.characters.slice(this.#at, this.#at + 80).join("");
    const name = /^\?(?:P?<[A-Za-z_]\w*>|'[A-Za-z_]\w*')/u.exec(rest)?.[0];
    if (name !== undefined) {
      this.#at += [...name].length;
      return;
    }
    if (/^\?<?[=!]/u.test(rest)) throw new Unsupported("look-around");
    if (rest.startsWith("?>")) throw new Unsupported("an atomic group");
    throw new Unsupported(`the group \`(${rest.slice(0, 3)}\``);
  }

  #escape(flags: Flags): RegexNode {
    const character = this.#peek();
    if (character === undefined) throw new Unsupported("a backslash at the end");
    const shorthand = shorthands[character];
    if (shorthand !== undefined) {
      this.#at += 1;
      return { kind: "character", set: shorthand };
    }
    switch (character) {
      case "b":
        this.#at += 1;
        return { kind: "position", position: "word-boundary" };
      case "A":
        this.#at += 1;
        return { kind: "position", position: "start" };
      case "z":
        this.#at += 1;
        return { kind: "position", position: "end" };
      case "Z":
        this.#at += 1;
        return { kind: "position", position: "line-end" };
      default:
        return literal(this.#escapedCharacter(), flags);
    }
  }

  /** The character that an escape stands for; the reader is behind the backslash. */
  #escapedCharacter(): string {
    const character = this.#take();
    const control = controls[character];
    if (control !== undefined) return control;
    if (character === "x") return this.#hexadecimal();
    if (/[1-9]/u.test(character)) throw new Unsupported("a back-reference");
    if (/[A-Za-z0]/u.test(character)) throw new Unsupported(`the escape \`\\${character}\``);
    return character;
  }

  #hexadecimal(): string {
    const rest = this.characters.slice(this.#at, this.#at + 10).join("");
    const match = /^(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{2}))/u.exec(rest);
    const digitsOf = match?.[1] ?? match?.[2];
    if (match === null || digitsOf === undefined) throw new Unsupported("an incomplete `\\x`");
    this.#at += match[0].length;
    const code = Number.parseInt(digitsOf, 16);
    if (code > 0x10ffff) throw new Unsupported("a character beyond Unicode");
    return String.fromCodePoint(code);
  }

  #characterClass(flags: Flags): CharacterSet {
    const negated = this.#peek() === "^";
    if (negated) this.#at += 1;
    let set: CharacterSet = [];
    let first = true;
    for (;;) {
      const start = this.#classItem(first);
      first = false;
      if (start === undefined) break;
      if (typeof start === "string" && this.#peek() === "-" && this.#peek(1) !== "]") {
        this.#at += 1;
        const end = this.#classItem(false);
        if (typeof end !== "string") throw new Unsupported("a range that ends in a class");
        const range = rangeOf(start, end);
        if (range.from > range.to) throw new Unsupported("a range out of order");
        set = characterSet([...set, range]);
      } else set = characterSet([...set, ...(typeof start === "string" ? charactersOf(start) : start)]);
    }
    if (flags.ignoreCase) set = foldCase(set);
    return negated ? complement(set) : set;
  }

  /** One character or class; `undefined` at the closing bracket, which is a character where it stands first. */
  #classItem(first: boolean): string | CharacterSet | undefined {
    const character = this.#take();
    if (character === "]" && !first) return undefined;
    if (character === "[" && /[:.=]/u.test(this.#peek() ?? "")) return this.#posixClass();
    if (character !== "\\") return character;
    const next = this.#peek() ?? "";
    const shorthand = shorthands[next];
    if (shorthand !== undefined) {
      this.#at += 1;
      return shorthand;
    }
    if (next === "b") {
      this.#at += 1;
      return "\b";
    }
    return this.#escapedCharacter();
  }

  #posixClass(): CharacterSet | string {
    const match = /^:(\^?)([a-z]+):\]/u.exec(this.characters.slice(this.#at, this.#at + 14).join(""));
    if (match === null) return "[";
    const set = posixClasses[match[2] ?? ""];
    if (set === undefined) throw new Unsupported(`the class \`[${match[0]}\``);
    this.#at += match[0].length;
    return match[1] === "^" ? complement(set) : set;
  }

  #quantified(item: RegexNode): RegexNode {
    const bounds = this.#quantifier();
    if (bounds === undefined) return item;
    if (item.kind === "position") throw new Unsupported("a quantified position");
    if (this.#peek() === "?") this.#at += 1;
    else if (this.#peek() === "+") throw new Unsupported("a possessive quantifier");
    if (this.#quantifier() !== undefined) throw new Unsupported("a quantifier behind a quantifier");
    return { kind: "repeat", item, ...bounds };
  }

  #quantifier(): { minimum: number; maximum?: number } | undefined {
    const character = this.#peek();
    if (character === "*" || character === "+" || character === "?") {
      this.#at += 1;
      if (character === "?") return { minimum: 0, maximum: 1 };
      return { minimum: character === "*" ? 0 : 1 };
    }
    const match = /^\{(\d{1,4})(,?)(\d{0,4})\}/u.exec(
      this.characters.slice(this.#at, this.#at + 12).join(""),
    );
    if (match === null) return undefined;
    this.#at += match[0].length;
    const minimum = Number(match[1]);
    if (match[2] === "") return { minimum, maximum: minimum };
    return match[3] === "" ? { minimum } : { minimum, maximum: Number(match[3]) };
  }

  #peek(ahead = 0): string | undefined {
    return this.characters[this.#at + ahead];
  }

  #take(): string {
    const character = this.characters[this.#at];
    if (character === undefined) throw new Unsupported("a pattern that ends too early");
    this.#at += 1;
    return character;
  }
}

function applyFlags(flags: Flags, letters: string): Flags {
  const [on = "", off = ""] = letters.split("-");
  const unknown = /[^is]/u.exec(on + off)?.[0];
  if (unknown !== undefined) throw new Unsupported(`the flag \`(?${unknown})\``);
  return {
    ignoreCase: (flags.ignoreCase || on.includes("i")) && !off.includes("i"),
    dotMatchesLineFeed: (flags.dotMatchesLineFeed || on.includes("s")) && !off.includes("s"),
  };
}

/** Case of letters outside ASCII differs between engines, so a pattern that ignores it may not hold any. */
function foldCase(set: CharacterSet): CharacterSet {
  const beyond = set.some(({ from, to }) => to > 0x7f && to - from < 0x1000 && hasCase(from, to));
  if (beyond) throw new Unsupported("letters outside ASCII without case");
  return withBothCases(set);
}

function hasCase(from: number, to: number): boolean {
  for (let code = Math.max(from, 0x80); code <= to; code += 1) {
    const character = String.fromCodePoint(code);
    if (character.toLowerCase() !== character.toUpperCase()) return true;
  }
  return false;
}

function literal(character: string, flags: Flags): CharacterNode {
  const { ignoreCase } = flags;
  const set = charactersOf(character);
  return {
    kind: "character",
    set: ignoreCase ? foldCase(set) : set,
    literal: { text: character, ignoreCase },
  };
}

function sequenceOf(items: readonly RegexNode[]): RegexNode {
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: "sequence", items };
}
