import type { CharacterSet, RegexNode, RegexTree } from "./tree.js";

/** A pattern in RE2's syntax. */
export interface Re2Pattern {
  readonly source: string;
  /** `\z` stands for PCRE's `$`, which is true only of subjects that do not end in a line end. */
  readonly needsNoFinalNewline: boolean;
}

/** The pattern as RE2 reads it with the same meaning, or `undefined` when RE2 cannot express it. */
export function toRe2(tree: RegexTree): Re2Pattern | undefined {
  const printer = new Printer();
  const source = printer.print(tree.root);
  return source === undefined ? undefined : { source, needsNoFinalNewline: printer.needsNoFinalNewline };
}

class Printer {
  needsNoFinalNewline = false;

  print(node: RegexNode): string | undefined {
    switch (node.kind) {
      case "text": {
        const text = [...node.text].map(codeOf).join("");
        return node.ignoreCase && node.text.toLowerCase() !== node.text.toUpperCase() ? `(?i:${text})` : text;
      }
      case "set":
        return printSet(node);
      case "sequence":
        return this.printAll(node.nodes)?.join("");
      case "alternation": {
        const printed = this.printAll(node.nodes);
        return printed === undefined ? undefined : `(?:${printed.join("|")})`;
      }
      case "capture": {
        const body = this.print(node.node);
        return body === undefined ? undefined : `(${body})`;
      }
      case "repetition": {
        const body = this.print(node.node);
        // RE2 limits a counted repetition to 1000.
        const counted = node.maximum === Infinity ? node.minimum : node.maximum;
        if (body === undefined || node.mode === "possessive" || counted > 1000) return undefined;
        const high = node.maximum === Infinity ? "" : String(node.maximum);
        return `(?:${body}){${String(node.minimum)},${high}}${node.mode === "lazy" ? "?" : ""}`;
      }
      case "assertion":
        switch (node.assertion) {
          case "start":
            return "\\A";
          case "line-start":
            return "(?m:^)";
          case "line-end":
            return "(?m:$)";
          case "very-end":
            return "\\z";
          case "end":
            this.needsNoFinalNewline = true;
            return "\\z";
          case "word-boundary":
            return "\\b";
          case "no-word-boundary":
            return "\\B";
        }
        return undefined;
      case "look":
      case "atomic":
      case "reference":
      case "keep":
      case "conditional":
        return undefined;
    }
  }

  private printAll(nodes: readonly RegexNode[]): readonly string[] | undefined {
    const printed: string[] = [];
    for (const node of nodes) {
      const text = this.print(node);
      if (text === undefined) return undefined;
      printed.push(text);
    }
    return printed;
  }
}

function printSet({ negated, ranges, properties, ignoreCase }: CharacterSet): string {
  if (ranges.length === 0 && properties.length === 0) return negated ? "(?s:.)" : "[^\\x{0}-\\x{10FFFF}]";
  const members = [
    ...ranges.map(([low, high]) =>
      low === high ? hexadecimal(low) : `${hexadecimal(low)}-${hexadecimal(high)}`,
    ),
    ...properties.map((property) => `\\${property.negated ? "P" : "p"}{${property.name}}`),
  ].join("");
  const set = `[${negated ? "^" : ""}${members}]`;
  return ignoreCase ? `(?i:${set})` : set;
}

function codeOf(character: string): string {
  return /[A-Za-z0-9_ ]/.test(character) ? character : hexadecimal(character.codePointAt(0) ?? 0);
}

function hexadecimal(code: number): string {
  return `\\x{${code.toString(16).toUpperCase()}}`;
}
