import { union, type CodeRange } from "../character-sets.js";
import type { Pcre } from "../pcre.js";
import { everyCharacter, explore, stepsFrom, type Automaton } from "./automaton.js";
import { programOf, type Instruction } from "./program.js";

/** How far a way through the expression is with the group: before it, in it, or behind it. */
type Taken = "before" | "wrong" | { readonly at: number } | { readonly ends: boolean };

interface Way {
  readonly next: number;
  readonly taken: Taken;
}

/** The ways that are open, the preferred ones first, and what the best match found so far has taken. */
interface State {
  readonly ways: readonly Way[];
  readonly found: "nothing" | "passes" | "fails";
}

/**
 * The texts in whose first match a group takes one of a set of texts. The expression is run as PCRE would run it: a match
 * that begins earlier comes first, and of those that begin alike the one that its quantifiers and alternatives prefer.
 * All ways are followed at once in the order of their preference, and a match ends those behind it.
 * Throws `UnsupportedPcre` for an expression that cannot be run so.
 */
export function ofCaptures(root: Pcre, group: string, texts: Automaton): Automaton {
  const { start, instructions } = programOf(root, group);
  const classes = classesOf(instructions, texts);

  /** Adds where a way leads without reading; true where it has come to a match, which ends those behind it. */
  const follow = (
    way: Way,
    place: { readonly start: boolean; readonly end: boolean },
    list: List,
  ): boolean => {
    const { next, taken } = way;
    const instruction = instructions[next];
    if (instruction === undefined || list.seen.has(next)) return false;
    list.seen.add(next);
    switch (instruction.kind) {
      case "match":
        list.found = typeof taken === "object" && "ends" in taken && taken.ends ? "passes" : "fails";
        return true;
      case "choose":
        return instruction.ways.some((to) => follow({ next: to, taken }, place, list));
      case "open":
        return follow({ next: instruction.to, taken: { at: texts.start } }, place, list);
      case "close": {
        const ends = typeof taken === "object" && "at" in taken && texts.accepting.has(taken.at);
        return follow({ next: instruction.to, taken: { ends } }, place, list);
      }
      case "at":
        if (place[instruction.place]) return follow({ next: instruction.to, taken }, place, list);
        if (instruction.place === "end") list.ways.push(way);
        return false;
      case "read":
        list.ways.push(way);
        return false;
    }
  };
  const stateOf = (
    ways: readonly Way[],
    found: State["found"],
    place: { start: boolean; end: boolean },
  ): State => {
    const list: List = { ways: [], found, seen: new Set() };
    const begin: Way = { next: start, taken: "before" };
    const isFound = ways.some((way) => follow(way, place, list));
    if (!isFound && found === "nothing") follow(begin, place, list);
    return { ways: list.ways, found: list.found };
  };
  const first = stateOf([], "nothing", { start: true, end: false });

  return explore<State>(first, {
    accepts({ ways, found }) {
      const list: List = { ways: [], found, seen: new Set() };
      const atEnd = { start: false, end: true };
      ways.some((way) => instructions[way.next]?.kind === "at" && follow(way, atEnd, list));
      return list.found === "passes";
    },
    stepsOf(state) {
      if (state.ways.length === 0 && state.found !== "nothing")
        return state.found === "passes" ? [{ reads: everyCharacter, to: state }] : [];
      return classes.flatMap((reads) =>
        afterReading(state.ways, reads, instructions, texts).map((ways) => ({
          reads,
          to: stateOf(ways, state.found, { start: false, end: false }),
        })),
      );
    },
  });
}

interface List {
  readonly ways: Way[];
  found: State["found"];
  readonly seen: Set<number>;
}

/** The ways after a character, in each of the manners in which the texts asked for can go on. */
function afterReading(
  ways: readonly Way[],
  reads: readonly CodeRange[],
  instructions: readonly Instruction[],
  texts: Automaton,
): readonly (readonly Way[])[] {
  return ways.reduce<readonly (readonly Way[])[]>(
    (manners, { next, taken }) => {
      const instruction = instructions[next];
      if (instruction?.kind !== "read" || !meet(instruction.reads, reads)) return manners;
      const going = goesOn(taken, reads, texts);
      return manners.flatMap((done) =>
        going.map((after) => [...done, { next: instruction.to, taken: after }]),
      );
    },
    [[]],
  );
}

function goesOn(taken: Taken, reads: readonly CodeRange[], texts: Automaton): readonly Taken[] {
  if (typeof taken !== "object" || !("at" in taken)) return [taken];
  const going = stepsFrom(texts, taken.at).flatMap((step) =>
    meet(step.reads, reads) ? [{ at: step.to }] : [],
  );
  return going.length === 0 ? ["wrong"] : going;
}

function meet(left: readonly CodeRange[], right: readonly CodeRange[]): boolean {
  return left.some((one) => right.some((other) => one.from <= other.to && other.from <= one.to));
}

/** The characters in classes of which each is read as a whole or not at all. */
function classesOf(
  instructions: readonly Instruction[],
  texts: Automaton,
): readonly (readonly CodeRange[])[] {
  const sets = [
    ...instructions.flatMap((each) => (each.kind === "read" ? [each.reads] : [])),
    ...texts.steps.flatMap((steps) => steps.map(({ reads }) => reads)),
  ];
  const begins = [...new Set([0, ...sets.flat().flatMap(({ from, to }) => [from, to + 1])])]
    .filter((code) => code <= 0x10ffff)
    .sort((one, other) => one - other);
  const alike = new Map<string, CodeRange[]>();
  begins.forEach((from, index) => {
    const range = { from, to: (begins[index + 1] ?? 0x110000) - 1 };
    const key = sets.map((set) => (meet(set, [range]) ? "1" : "0")).join("");
    alike.set(key, [...(alike.get(key) ?? []), range]);
  });
  return [...alike.values()].map((ranges) => union(ranges));
}
