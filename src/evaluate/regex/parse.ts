import { classOf, parseClass, parseProperty } from "./parse-class.js";
import { changeFlags, noFlags, type Flags } from "./flags.js";
import { RegexReader, RegexSyntaxError } from "./reader.js";
import { setOf, simpleEscapes } from "./simple-escapes.js";
import type { RegexNode, RegexProblem, RegexTree } from "./tree.js";

/**
 * Reads a PCRE pattern as `rex`, `regex`, `match` and `replace` take it ("SPL and regular expressions"; syntax of
 * pcre2pattern). Constructs without an exact reading here (recursion, verbs, callouts, branch reset) are a problem.
 */
export function parseRegex(
  source: string,
): { readonly tree: RegexTree } | { readonly problem: RegexProblem } {
  try {
    return { tree: new Parser(source).parse() };
  } catch (thrown) {
    if (thrown instanceof RegexSyntaxError) return { problem: thrown.problem };
    throw thrown;
  }
}

class Parser {
  private readonly reader: RegexReader;
  private groupCount = 0;
  private readonly names = new Map<string, number[]>();
  /** Names are resolved when all groups are known: a reference may come before its group. */
  private readonly pending: { readonly name: string; readonly groups: number[]; readonly offset: number }[] =
    [];
  private highestReference = 0;

  constructor(source: string) {
    this.reader = new RegexReader(source);
  }

  parse(): RegexTree {
    if (this.reader.rest(2) === "(*")
      this.reader.fail("a control verb such as `(*UCP)` has no equivalent here");
    const root = this.alternation(noFlags);
    if (!this.reader.ended) this.reader.fail("a closing parenthesis has no opening one");
    for (const { name, groups, offset } of this.pending) {
      const found = this.names.get(name);
      if (found === undefined) this.reader.fail(`the group \`${name}\` does not exist`, offset);
      groups.push(...found);
    }
    if (this.highestReference > this.groupCount)
      this.reader.fail(`the group ${String(this.highestReference)} does not exist`);
    return { root, groupCount: this.groupCount, names: this.names };
  }

  private alternation(initial: Flags): RegexNode {
    const alternatives: RegexNode[] = [];
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
      : { kind: "alternation", nodes: alternatives };
  }

  private sequence(initial: Flags): { readonly node: RegexNode; readonly flags: Flags } {
    const { reader } = this;
    const nodes: RegexNode[] = [];
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
          const node: RegexNode = { kind: "text", text: character, ignoreCase: flags.ignoreCase };
          nodes.push(index === characters.length - 1 ? this.quantified(node, flags) : node);
        }
        continue;
      }
      const start = reader.at;
      const node = this.atom(flags);
      const repeatable = node.kind !== "assertion" && node.kind !== "keep";
      if (!repeatable && isQuantifier(reader)) reader.fail("a quantifier follows what cannot repeat", start);
      nodes.push(repeatable ? this.quantified(node, flags) : node);
    }
    return { node: joined(nodes), flags };
  }

  private quantified(node: RegexNode, flags: Flags): RegexNode {
    const { reader } = this;
    let result = node;
    for (;;) {
      if (flags.extended) reader.takeMatch(/^(?:\s|#[^\n]*(?:\n|$))+/);
      const match = reader.takeMatch(/^(?:([*+?])|\{(\d+)(,?)(\d*)\})([?+]?)/);
      if (match === null) return result;
      const [, sign, low, comma, high, suffix] = match;
      const minimum = sign === undefined ? Number(low ?? 0) : sign === "+" ? 1 : 0;
      const maximum =
        sign !== undefined
          ? sign === "?"
            ? 1
            : Infinity
          : comma === ""
            ? minimum
            : high === ""
              ? Infinity
              : Number(high);
      if (maximum < minimum) reader.fail("the bounds of a quantifier are out of order");
      if (minimum > 65535 || (maximum !== Infinity && maximum > 65535))
        reader.fail("a bound of a quantifier is above 65535");
      const mode = suffix === "+" ? "possessive" : (suffix === "?") !== flags.ungreedy ? "lazy" : "greedy";
      result = { kind: "repetition", node: result, minimum, maximum, mode };
    }
  }

  private atom(flags: Flags): RegexNode {
    const { reader } = this;
    const { ignoreCase } = flags;
    const start = reader.at;
    if (isQuantifier(reader)) reader.fail("a quantifier has nothing to repeat");
    const character = reader.peek();
    switch (character) {
      case "(":
        reader.next();
        return this.group(flags, start);
      case "[":
        reader.next();
        return parseClass(reader, ignoreCase);
      case ".":
        reader.next();
        return setOf(flags.dotAll ? [] : [[0x0a, 0x0a]], true);
      case "^":
        reader.next();
        return { kind: "assertion", assertion: flags.multiline ? "line-start" : "start" };
      case "$":
        reader.next();
        return { kind: "assertion", assertion: flags.multiline ? "line-end" : "end" };
      case "\\":
        reader.next();
        return this.escape(ignoreCase, start);
      default:
        return { kind: "text", text: String.fromCodePoint(reader.nextCodePoint()), ignoreCase };
    }
  }

  private escape(ignoreCase: boolean, start: number): RegexNode {
    const { reader } = this;
    if (reader.ended) reader.fail("the pattern ends in a backslash", start);
    const letter = reader.peek();
    const simple = simpleEscapes.get(letter);
    if (simple !== undefined) {
      reader.next();
      return simple;
    }
    const named = reader.takeMatch(/^k(?:\{(\w+)\}|<(\w+)>|'(\w+)')/);
    if (named !== null) return this.namedReference(named[1] ?? named[2] ?? named[3] ?? "", ignoreCase, start);
    const relative = reader.takeMatch(/^g(?:\{(-?\d+)\}|(-?\d+))/);
    if (relative !== null) {
      const number = Number(relative[1] ?? relative[2]);
      return this.numberedReference(number < 0 ? this.groupCount + 1 + number : number, ignoreCase, start);
    }
    const gName = reader.takeMatch(/^g\{(\w+)\}/);
    if (gName !== null) return this.namedReference(gName[1] ?? "", ignoreCase, start);
    const property = parseProperty(reader);
    if (property !== undefined)
      return { kind: "set", negated: false, ranges: [], properties: [property], ignoreCase };
    const ranges = classOf(letter);
    if (ranges !== undefined) {
      reader.next();
      return setOf(ranges, false);
    }
    // A number up to 9, or up to the groups so far, is a back reference; else it is octal ("pcre2pattern").
    const number = /^[1-9]\d*/.exec(reader.rest(4));
    if (number !== null && (Number(number[0]) < 10 || Number(number[0]) <= this.groupCount)) {
      reader.skip(number[0].length);
      return this.numberedReference(Number(number[0]), ignoreCase, start);
    }
    return { kind: "text", text: String.fromCodePoint(reader.escapedCodePoint(false)), ignoreCase };
  }

  private namedReference(name: string, ignoreCase: boolean, offset: number): RegexNode {
    const groups: number[] = [];
    this.pending.push({ name, groups, offset });
    return { kind: "reference", groups, ignoreCase };
  }

  private numberedReference(number: number, ignoreCase: boolean, offset: number): RegexNode {
    if (number < 1) this.reader.fail("a reference names no group", offset);
    this.highestReference = Math.max(this.highestReference, number);
    return { kind: "reference", groups: [number], ignoreCase };
  }

  private group(flags: Flags, start: number): RegexNode {
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
    if (look !== null)
      return {
        kind: "look",
        behind: look[1] === "<",
        negated: look[2] === "!",
        node: this.body(flags, start),
      };
    if (reader.take(">")) return { kind: "atomic", node: this.body(flags, start) };
    const conditional = reader.takeMatch(/^\((\d+)\)/);
    if (conditional !== null) return this.conditional(Number(conditional[1]), flags, start);
    const inline = reader.takeMatch(/^(\^?)([imsxUJ]*)(?:-([imsxUJ]*))?:/);
    if (inline !== null) return this.body(changeFlags(flags, inline), start);
    return reader.fail(`the group \`(?${reader.peek()}\` has no equivalent here`, start);
  }

  private conditional(group: number, flags: Flags, start: number): RegexNode {
    this.highestReference = Math.max(this.highestReference, group);
    const body = this.body(flags, start);
    const branches = body.kind === "alternation" ? body.nodes : [body];
    const [yes, no, ...more] = branches;
    if (yes === undefined || more.length > 0)
      this.reader.fail("a conditional group has more than two branches", start);
    return { kind: "conditional", group, yes, no: no ?? joined([]) };
  }

  private capture(flags: Flags, start: number, name?: string): RegexNode {
    const index = ++this.groupCount;
    if (name === undefined) return { kind: "capture", index, node: this.body(flags, start) };
    this.names.set(name, [...(this.names.get(name) ?? []), index]);
    return { kind: "capture", index, name, node: this.body(flags, start) };
  }

  private body(flags: Flags, start: number): RegexNode {
    const node = this.alternation(flags);
    if (!this.reader.take(")")) this.reader.fail("a group is not closed", start);
    return node;
  }
}

function isQuantifier(reader: RegexReader): boolean {
  return /^(?:[*+?]|\{\d+(?:,\d*)?\})/.test(reader.rest(16));
}

/** A sequence, with neighbouring texts of one case rule made one. */
function joined(nodes: readonly RegexNode[]): RegexNode {
  const result: RegexNode[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (node.kind === "text" && last?.kind === "text" && last.ignoreCase === node.ignoreCase)
      result[result.length - 1] = { ...last, text: last.text + node.text };
    else result.push(node);
  }
  const [only] = result;
  return only !== undefined && result.length === 1 ? only : { kind: "sequence", nodes: result };
}
