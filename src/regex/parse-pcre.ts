import { changeFlags, noFlags, type PcreFlags } from "./flags.js";
import { parseClass, takeSet } from "./parse-class.js";
import type { ParsedPcre, Pcre, PcreAssertion, PcreCapture } from "./pcre.js";
import { PcreReader } from "./pcre-reader.js";
import { isQuantifier, takeQuantifier } from "./quantifier.js";

/**
 * Parses a regular expression of PCRE as `rex`, `regex`, `match` and `replace` take it ("SPL and regular expressions";
 * syntax of https://www.pcre.org/current/doc/html/pcre2pattern.html). Inline flags are resolved, so that every node
 * says what it matches by itself. Constructs that need backtracking are kept as such, so that a caller can name or run
 * them. Throws `PcreSyntaxError` for a text that is no expression, and for what is not read: recursion, verbs, callouts.
 */
export function parsePcre(source: string, flags: Partial<PcreFlags> = {}): ParsedPcre {
  return new Parser(source).parse({ ...noFlags, ...flags });
}

class Parser {
  private readonly reader: PcreReader;
  private readonly captures: PcreCapture[] = [];
  /** Names are resolved when all groups are known: a reference may come before its group. */
  private readonly pending: { readonly name: string; readonly groups: number[]; readonly offset: number }[] =
    [];
  private highestReference = 0;

  constructor(source: string) {
    this.reader = new PcreReader(source);
  }

  parse(flags: PcreFlags): ParsedPcre {
    if (this.reader.rest(2) === "(*")
      this.reader.fail("a control verb such as `(*UCP)` has no equivalent here");
    const root = this.alternation(flags);
    if (!this.reader.ended) this.reader.fail("a closing parenthesis has no opening one");
    for (const { name, groups, offset } of this.pending) {
      const found = this.captures.filter((capture) => capture.name === name);
      if (found.length === 0) this.reader.fail(`the group \`${name}\` does not exist`, offset);
      groups.push(...found.map(({ number }) => number));
    }
    if (this.highestReference > this.captures.length)
      this.reader.fail(`the group ${String(this.highestReference)} does not exist`);
    return { root, captures: this.captures };
  }

  private alternation(initial: PcreFlags): Pcre {
    const alternatives: Pcre[] = [];
    let flags = initial;
    do {
      const sequence = this.sequence(flags);
      alternatives.push(sequence.node);
      // An inline flag holds to the end of its group, through later alternatives.
      flags = sequence.flags;
    } while (this.reader.take("|"));
    const [only] = alternatives;
    return only !== undefined && alternatives.length === 1
      ? only
      : { kind: "alternatives", options: alternatives };
  }

  private sequence(initial: PcreFlags): { readonly node: Pcre; readonly flags: PcreFlags } {
    const { reader } = this;
    const nodes: Pcre[] = [];
    let flags = initial;
    for (;;) {
      if (flags.extended && reader.takeMatch(/^(?:\s|#[^\n]*(?:\n|$))+/) !== null) continue;
      if (reader.takeMatch(/^\(\?#[^)]*\)/) !== null) continue;
      const next = reader.peek();
      if (reader.ended || next === "|" || next === ")") break;
      const change = reader.takeMatch(/^\(\?(\^?)([imsxUJ]*)(?:-([imsxUJ]*))?\)/);
      if (change !== null) {
        flags = changeFlags(flags, change);
        continue;
      }
      if (reader.takeText("\\E")) continue;
      if (reader.takeText("\\Q")) {
        const closing = reader.text.indexOf("\\E", reader.at);
        const text = reader.text.slice(reader.at, closing === -1 ? undefined : closing);
        reader.at = closing === -1 ? reader.text.length : closing + 2;
        const characters = [...text];
        for (const [index, character] of characters.entries()) {
          const node = literal(character.codePointAt(0) ?? 0, flags);
          nodes.push(index === characters.length - 1 ? this.quantified(node, flags) : node);
        }
        continue;
      }
      const start = reader.at;
      const node = this.atom(flags);
      const repeatable = node.kind !== "assertion" && !isKeep(node);
      if (!repeatable && isQuantifier(reader)) reader.fail("a quantifier follows what cannot repeat", start);
      nodes.push(repeatable ? this.quantified(node, flags) : node);
    }
    return { node: sequenceOf(nodes), flags };
  }

  private quantified(node: Pcre, flags: PcreFlags): Pcre {
    const { reader } = this;
    let result = node;
    for (;;) {
      if (flags.extended) reader.takeMatch(/^(?:\s|#[^\n]*(?:\n|$))+/);
      const quantifier = takeQuantifier(reader, flags);
      if (quantifier === undefined) return result;
      result = { kind: "repeat", body: result, ...quantifier };
    }
  }

  private atom(flags: PcreFlags): Pcre {
    const { reader } = this;
    const start = reader.at;
    if (isQuantifier(reader)) reader.fail("a quantifier has nothing to repeat");
    const character = reader.peek();
    switch (character) {
      case "(":
        reader.next();
        return this.group(flags, start);
      case "[":
        reader.next();
        return parseClass(reader, flags);
      case ".":
        reader.next();
        return { kind: "dot", lines: flags.dotAll };
      case "^":
        reader.next();
        return { kind: "assertion", assertion: flags.multiline ? "line-start" : "text-start" };
      case "$":
        reader.next();
        return { kind: "assertion", assertion: flags.multiline ? "line-end" : "text-end-or-newline" };
      case "\\":
        reader.next();
        return this.escape(flags, start);
      default:
        return literal(reader.nextCodePoint(), flags);
    }
  }

  private escape(flags: PcreFlags, start: number): Pcre {
    const { reader } = this;
    const { ignoreCase } = flags;
    if (reader.ended) reader.fail("the pattern ends in a backslash", start);
    const assertion = assertions.get(reader.peek());
    if (assertion !== undefined) {
      reader.next();
      return { kind: "assertion", assertion };
    }
    if (reader.take("K"))
      return { kind: "backtracking", construct: "match reset `\\K`", meaning: { kind: "keep" } };
    if (reader.take("R")) return { kind: "set", set: { kind: "line-ending" } };
    if (reader.take("N")) return { kind: "dot", lines: false };
    const named = reader.takeMatch(/^k(?:\{(\w+)\}|<(\w+)>|'(\w+)')/);
    if (named !== null) return this.namedReference(named[1] ?? named[2] ?? named[3] ?? "", ignoreCase, start);
    const relative = reader.takeMatch(/^g(?:\{(-?\d+)\}|(-?\d+))/);
    if (relative !== null) {
      const number = Number(relative[1] ?? relative[2]);
      return this.numberedReference(
        number < 0 ? this.captures.length + 1 + number : number,
        ignoreCase,
        start,
      );
    }
    const gName = reader.takeMatch(/^g\{(\w+)\}/);
    if (gName !== null) return this.namedReference(gName[1] ?? "", ignoreCase, start);
    const set = takeSet(reader);
    // Outside of a class a property looks at the case that the flags ask for.
    if (set?.kind === "property")
      return { kind: "class", negated: false, members: [{ kind: "set", set }], ignoreCase };
    if (set !== undefined) return { kind: "set", set };
    // A number up to 9, or up to the groups so far, is a back reference; else it is octal ("pcre2pattern").
    const number = /^[1-9]\d*/.exec(reader.rest(4));
    if (number !== null && (Number(number[0]) < 10 || Number(number[0]) <= this.captures.length)) {
      reader.skip(number[0].length);
      return this.numberedReference(Number(number[0]), ignoreCase, start);
    }
    return literal(reader.escapedCodePoint(false), flags);
  }

  private namedReference(name: string, ignoreCase: boolean, offset: number): Pcre {
    const groups: number[] = [];
    this.pending.push({ name, groups, offset });
    return this.reference(groups, ignoreCase, offset);
  }

  private numberedReference(number: number, ignoreCase: boolean, offset: number): Pcre {
    if (number < 1) this.reader.fail("a reference names no group", offset);
    this.highestReference = Math.max(this.highestReference, number);
    return this.reference([number], ignoreCase, offset);
  }

  private reference(groups: readonly number[], ignoreCase: boolean, start: number): Pcre {
    const written = this.reader.text.slice(start, this.reader.at);
    return {
      kind: "backtracking",
      construct: `back-reference \`${written}\``,
      meaning: { kind: "reference", groups, ignoreCase },
    };
  }

  private group(flags: PcreFlags, start: number): Pcre {
    const { reader } = this;
    if (reader.peek() === "*") reader.fail("a control verb has no equivalent here", start);
    if (reader.peek() !== "?") return this.capture(flags, start);
    reader.next();
    const name = reader.takeMatch(/^(?:P?<(?![=!])([^>]*)>|'([^']*)')/);
    if (name !== null) {
      const text = name[1] ?? name[2] ?? "";
      if (!/^[A-Za-z_]\w*$/.test(text)) reader.fail(`\`${text}\` is not a name of a group`, start);
      return this.capture(flags, start, text);
    }
    const pReference = reader.takeMatch(/^P=(\w+)\)/);
    if (pReference !== null) return this.namedReference(pReference[1] ?? "", flags.ignoreCase, start);
    const look = reader.takeMatch(/^(<?)([=!])/);
    if (look !== null) {
      const [opening, before, sign] = look;
      const behind = before === "<";
      const negated = sign === "!";
      return {
        kind: "backtracking",
        construct: `${negated ? "negative " : ""}look-${behind ? "behind" : "ahead"} \`(?${opening}\``,
        meaning: { kind: "look", behind, negated },
        body: this.body(flags, start),
      };
    }
    if (reader.take(">"))
      return {
        kind: "backtracking",
        construct: "atomic group `(?>`",
        meaning: { kind: "atomic" },
        body: this.body(flags, start),
      };
    const conditional = reader.takeMatch(/^\((\d+)\)/);
    if (conditional !== null) return this.conditional(Number(conditional[1]), flags, start);
    const inline = reader.takeMatch(/^(\^?)([imsxUJ]*)(?:-([imsxUJ]*))?:/);
    if (inline !== null) return { kind: "group", body: this.body(changeFlags(flags, inline), start) };
    return reader.fail(`the group \`(?${reader.peek()}\` has no equivalent here`, start);
  }

  private conditional(group: number, flags: PcreFlags, start: number): Pcre {
    this.highestReference = Math.max(this.highestReference, group);
    const body = this.body(flags, start);
    if (body.kind === "alternatives" && body.options.length > 2)
      this.reader.fail("a conditional group has more than two branches", start);
    return {
      kind: "backtracking",
      construct: `conditional group \`(?(${group})\``,
      meaning: { kind: "conditional", group },
      body,
    };
  }

  private capture(flags: PcreFlags, start: number, name?: string): Pcre {
    const capture: PcreCapture = {
      number: this.captures.length + 1,
      ...(name === undefined ? {} : { name }),
    };
    this.captures.push(capture);
    return { kind: "group", capture, body: this.body(flags, start) };
  }

  private body(flags: PcreFlags, start: number): Pcre {
    const node = this.alternation(flags);
    if (!this.reader.take(")")) this.reader.fail("a group is not closed", start);
    return node;
  }
}

const assertions: ReadonlyMap<string, PcreAssertion> = new Map([
  ["A", "text-start"],
  ["Z", "text-end-or-newline"],
  ["z", "text-end"],
  ["b", "word-boundary"],
  ["B", "no-word-boundary"],
]);

function isKeep(node: Pcre): boolean {
  return node.kind === "backtracking" && node.meaning.kind === "keep";
}

function literal(code: number, { ignoreCase }: PcreFlags): Pcre {
  return { kind: "character", code, ignoreCase };
}

function sequenceOf(items: readonly Pcre[]): Pcre {
  const [only] = items;
  return only !== undefined && items.length === 1 ? only : { kind: "sequence", items };
}
