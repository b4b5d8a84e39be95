import { holds } from "./assertion.js";
import { advance, setTest } from "./character-test.js";
import { alternativesOf } from "./look-behind.js";
import type { RegexNode, RegexTree, Repetition } from "./tree.js";
import { widthOf } from "./width.js";

/** Thrown when a match takes more steps than its budget. */
export class RegexBudgetExceeded extends Error {}

/** Where the groups of a match lie: start and end of group n at 2n and 2n+1, -1 for a group without a part. */
export type MatchSpans = readonly number[];

interface State {
  readonly text: string;
  readonly groups: number[];
  steps: number;
}

type Next = (at: number) => boolean;
type Step = (state: State, at: number, next: Next) => boolean;

/**
 * A backtracking matcher with PCRE's order of alternatives, for what a linear-time engine cannot express. Every step
 * counts against the budget, as `match_limit` does in Splunk's limits.conf.
 */
export class BacktrackingRegex {
  private readonly step: Step;

  constructor(private readonly tree: RegexTree) {
    this.step = compile(tree.root);
  }

  /** The leftmost match from an offset on. Throws `RegexBudgetExceeded`. */
  find(text: string, from: number, budget: number): MatchSpans | undefined {
    const groups = new Array<number>((this.tree.groupCount + 1) * 2).fill(-1);
    const state: State = { text, groups, steps: budget };
    try {
      for (let start = from; start <= text.length; start++) {
        if (start > from && isLowSurrogate(text, start)) continue;
        groups.fill(-1);
        groups[0] = start;
        const found = this.step(state, start, (end) => {
          groups[1] = end;
          return true;
        });
        if (found) return groups;
        spend(state);
      }
      return undefined;
    } catch (thrown) {
      // The depth of the recursion is a budget too: `depth_limit` in limits.conf.
      if (thrown instanceof RangeError) throw new RegexBudgetExceeded();
      throw thrown;
    }
  }
}

function spend(state: State): void {
  if (--state.steps < 0) throw new RegexBudgetExceeded();
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}

function compile(node: RegexNode): Step {
  switch (node.kind) {
    case "text": {
      const folded = node.text.toLowerCase();
      const { length } = node.text;
      return node.ignoreCase
        ? (state, at, next) => {
            spend(state);
            return state.text.substr(at, length).toLowerCase() === folded && next(at + length);
          }
        : (state, at, next) => {
            spend(state);
            return state.text.startsWith(node.text, at) && next(at + length);
          };
    }
    case "set": {
      const matches = setTest(node);
      return (state, at, next) => {
        spend(state);
        const after = advance(state.text, at, matches);
        return after !== undefined && next(after);
      };
    }
    case "sequence":
      return node.nodes.map(compile).reduceRight<Step>(
        (rest, step) => (state, at, next) => step(state, at, (after) => rest(state, after, next)),
        (_state, at, next) => next(at),
      );
    case "alternation": {
      const steps = node.nodes.map(compile);
      return (state, at, next) => {
        spend(state);
        return steps.some((step) => step(state, at, next));
      };
    }
    case "capture": {
      const step = compile(node.node);
      const slot = node.index * 2;
      return (state, at, next) => {
        const { groups } = state;
        const before = [groups[slot] ?? -1, groups[slot + 1] ?? -1] as const;
        const done = step(state, at, (end) => {
          const inner = [groups[slot] ?? -1, groups[slot + 1] ?? -1] as const;
          groups[slot] = at;
          groups[slot + 1] = end;
          if (next(end)) return true;
          [groups[slot], groups[slot + 1]] = inner;
          return false;
        });
        if (!done) [groups[slot], groups[slot + 1]] = before;
        return done;
      };
    }
    case "repetition":
      return compileRepetition(node);
    case "look":
      return compileLook(node.behind, node.negated, node.node);
    case "atomic":
      return atomic(compile(node.node));
    case "reference":
      return ({ text, groups }, at, next) => {
        const group = node.groups.find((index) => (groups[index * 2 + 1] ?? -1) >= 0);
        // A reference to a group without a part does not match.
        if (group === undefined) return false;
        const value = text.slice(groups[group * 2], groups[group * 2 + 1]);
        const here = text.substr(at, value.length);
        const equal = node.ignoreCase ? here.toLowerCase() === value.toLowerCase() : here === value;
        return equal && next(at + value.length);
      };
    case "assertion":
      return (state, at, next) => holds(node.assertion, state.text, at) && next(at);
    case "keep":
      return ({ groups }, at, next) => {
        const before = groups[0] ?? 0;
        groups[0] = at;
        if (next(at)) return true;
        groups[0] = before;
        return false;
      };
    case "conditional": {
      const yes = compile(node.yes);
      const no = compile(node.no);
      return (state, at, next) => ((state.groups[node.group * 2 + 1] ?? -1) >= 0 ? yes : no)(state, at, next);
    }
  }
}

/** Runs a part on its own and takes its first way of matching only. */
function atomic(step: Step): Step {
  return (state, at, next) => {
    const before = [...state.groups];
    let end = -1;
    const matched = step(state, at, (after) => {
      end = after;
      return true;
    });
    if (matched && next(end)) return true;
    restore(state.groups, before);
    return false;
  };
}

function restore(groups: number[], before: readonly number[]): void {
  for (const [index, value] of before.entries()) groups[index] = value;
}

function compileLook(behind: boolean, negated: boolean, node: RegexNode): Step {
  const alternatives = behind
    ? alternativesOf(node).map((part) => ({ step: compile(part), width: widthOf(part) ?? 0 }))
    : [{ step: compile(node), width: 0 }];
  return (state, at, next) => {
    const before = [...state.groups];
    const found = alternatives.some(({ step, width }) => {
      // A code point may take two units: from one to two units for each, the match has to end exactly here.
      const lowest = behind ? Math.max(0, at - width * 2) : at;
      for (let start = at - width; start >= lowest; start--)
        if (step(state, start, (end) => !behind || end === at)) return true;
      return false;
    });
    if (negated) restore(state.groups, before);
    if (found !== negated && next(at)) return true;
    restore(state.groups, before);
    return false;
  };
}

function compileRepetition(node: Repetition): Step {
  const { minimum, maximum, mode } = node;
  const single = singleTest(node.node);
  if (single !== undefined) return repeatSingle(single, node);
  const step = compile(node.node);
  const greedy = mode !== "lazy";
  const more = (state: State, at: number, count: number, next: Next): boolean => {
    spend(state);
    const again = (): boolean =>
      count < maximum &&
      step(state, at, (after) =>
        // An empty turn adds nothing: go on behind the loop, as PCRE does.
        after === at && count >= minimum ? next(after) : more(state, after, count + 1, next),
      );
    if (count < minimum) return again();
    return greedy ? again() || next(at) : next(at) || again();
  };
  const loop: Step = (state, at, next) => more(state, at, 0, next);
  return mode === "possessive" ? atomic(loop) : loop;
}

/** A repeated single character needs no recursion: count the turns, then give them back one by one. */
function repeatSingle(matches: (code: number) => boolean, { minimum, maximum, mode }: Repetition): Step {
  if (mode === "lazy")
    return (state, at, next) => {
      let end = at;
      for (let count = 0; ; count++) {
        spend(state);
        if (count >= minimum && next(end)) return true;
        if (count >= maximum) return false;
        const after = advance(state.text, end, matches);
        if (after === undefined) return false;
        end = after;
      }
    };
  return (state, at, next) => {
    let end = at;
    let count = 0;
    while (count < maximum) {
      const after = advance(state.text, end, matches);
      if (after === undefined) break;
      spend(state);
      end = after;
      count++;
    }
    if (mode === "possessive") return count >= minimum && next(end);
    for (; count >= minimum; count--) {
      spend(state);
      if (next(end)) return true;
      end -= end - 2 >= at && isLowSurrogate(state.text, end - 1) ? 2 : 1;
    }
    return false;
  };
}

function singleTest(node: RegexNode): ((code: number) => boolean) | undefined {
  if (node.kind === "set") return setTest(node);
  if (node.kind !== "text") return undefined;
  const code = node.text.codePointAt(0);
  if (code === undefined || String.fromCodePoint(code) !== node.text) return undefined;
  return setTest({
    kind: "set",
    negated: false,
    ranges: [[code, code]],
    properties: [],
    ignoreCase: node.ignoreCase,
  });
}
