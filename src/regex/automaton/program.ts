import {
  complement,
  rangesOfMembers,
  rangesOfSet,
  withBothCases,
  type CodeRange,
} from "../character-sets.js";
import { matchesEmpty } from "../matches-empty.js";
import { UnsupportedPcre, type Pcre } from "../pcre.js";
import { everyCharacter } from "./automaton.js";

/** A step of a program that looks for a match; of several ways the first is tried first. */
export type Instruction =
  | { readonly kind: "read"; readonly reads: readonly CodeRange[]; readonly to: number }
  | { readonly kind: "choose"; readonly ways: readonly number[] }
  /** Goes on at the start or the end of the text only. */
  | { readonly kind: "at"; readonly place: "start" | "end"; readonly to: number }
  /** The group that is asked for begins or ends. */
  | { readonly kind: "open" | "close"; readonly to: number }
  | { readonly kind: "match" };

export interface Program {
  readonly start: number;
  readonly instructions: readonly Instruction[];
}

const mostInstructions = 400;
const mostCopies = 40;

/**
 * An expression as a program that prefers its ways as PCRE does. Throws `UnsupportedPcre` for what is no matter of
 * reading character by character. A line feed at the end of the text is left out of account.
 */
export function programOf(root: Pcre, group?: string): Program {
  const builder = new Builder(group);
  const start = builder.add(root, builder.put({ kind: "match" }));
  return { start, instructions: builder.instructions };
}

class Builder {
  readonly instructions: Instruction[] = [];

  constructor(private readonly group: string | undefined) {}

  put(instruction: Instruction): number {
    if (this.instructions.length >= mostInstructions) throw new UnsupportedPcre("a long expression");
    return this.instructions.push(instruction) - 1;
  }

  /** Where an expression begins that goes on at `to`. */
  add(node: Pcre, to: number): number {
    switch (node.kind) {
      case "character": {
        const one = [{ from: node.code, to: node.code }];
        return this.put({ kind: "read", reads: node.ignoreCase ? withBothCases(one) : one, to });
      }
      case "dot": {
        const reads = node.lines ? everyCharacter : complement([{ from: 10, to: 10 }]);
        return this.put({ kind: "read", reads, to });
      }
      case "class": {
        const own = rangesOfMembers(node.members);
        const cased = node.ignoreCase ? withBothCases(own) : own;
        return this.put({ kind: "read", reads: node.negated ? complement(cased) : cased, to });
      }
      case "set":
        return this.put({ kind: "read", reads: rangesOfSet(node.set), to });
      case "sequence":
        return node.items.reduceRight((next, item) => this.add(item, next), to);
      case "alternatives":
        return this.put({ kind: "choose", ways: node.options.map((option) => this.add(option, to)) });
      case "group": {
        if (this.group === undefined || node.capture?.name !== this.group) return this.add(node.body, to);
        const close = this.put({ kind: "close", to });
        return this.put({ kind: "open", to: this.add(node.body, close) });
      }
      case "repeat":
        return this.repeat(node, to);
      case "assertion":
        if (node.assertion === "text-start") return this.put({ kind: "at", place: "start", to });
        if (node.assertion === "text-end" || node.assertion === "text-end-or-newline")
          return this.put({ kind: "at", place: "end", to });
        throw new UnsupportedPcre("an assertion inside the text");
      case "backtracking":
        throw new UnsupportedPcre(node.construct);
    }
  }

  private repeat(node: Extract<Pcre, { readonly kind: "repeat" }>, to: number): number {
    const { body, minimum, maximum, mode } = node;
    if (mode === "possessive") throw new UnsupportedPcre("possessive quantifier");
    if (Math.max(minimum, maximum ?? 0) > mostCopies) throw new UnsupportedPcre("a long repetition");
    if (matchesEmpty(body)) throw new UnsupportedPcre("a repetition of what may be empty");
    let next = to;
    const inOrder = (once: number): readonly number[] => (mode === "lazy" ? [to, once] : [once, to]);
    if (maximum === undefined) {
      next = this.put({ kind: "choose", ways: [] });
      this.instructions[next] = { kind: "choose", ways: inOrder(this.add(body, next)) };
    } else
      for (let copy = minimum; copy < maximum; copy++)
        next = this.put({ kind: "choose", ways: inOrder(this.add(body, next)) });
    for (let copy = 0; copy < minimum; copy++) next = this.add(body, next);
    return next;
  }
}
