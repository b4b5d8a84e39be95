import { complement, union, type CodeRange } from "../character-sets.js";
import {
  acceptsAnything,
  common,
  explore,
  single,
  statesAfter,
  stepsFrom,
  type Automaton,
} from "./automaton.js";

type State =
  | { readonly at: number; readonly held: number }
  /** In the run of any characters that the set begins with, wherever an occurrence may be under way. */
  | { readonly at: number; readonly held: "any" }
  | { readonly at: "start" };

interface Step {
  readonly reads: readonly CodeRange[];
  readonly to: State;
}

/**
 * The texts that are in a set once each occurrence of a text in them, from the left and without overlap, is replaced by
 * another. The machine holds back the characters that may be the beginning of an occurrence until it knows.
 *
 * In a run of any characters at the beginning of the set it does not matter what comes out, only how long it is. So the
 * machine may begin to look wherever no occurrence can be under way: at the start, and behind a character of none.
 */
export function beforeReplacement(after: Automaton, wanted: string, replacement: string): Automaton {
  const letters = [...new Set(wanted)];
  const others = complement(letters.flatMap((letter) => single(letter)));
  const run =
    wanted.length === replacement.length
      ? firstRun(after, [...wanted, ...replacement])
      : new Map<number, number>();
  const over = (state: number, text: string) => statesOver(after, state, text);
  const held = (state: number, count: number) => over(state, wanted.slice(0, count));
  const afterLetters = (state: number, count: number): readonly Step[] =>
    letters.flatMap((letter) => {
      const read = wanted.slice(0, count) + letter;
      const kept = read === wanted ? 0 : longestBeginning(wanted, read);
      const out = read === wanted ? replacement : read.slice(0, read.length - kept);
      return over(state, out).map((at) => ({ reads: single(letter), to: { at, held: kept } }));
    });
  const afterOthers = (states: readonly number[]): readonly Step[] =>
    states.flatMap((state) =>
      stepsFrom(after, state).map(({ reads, to }) => ({
        reads: common(reads, others),
        to: { at: to, held: 0 },
      })),
    );
  const stepsOf = (state: State): readonly Step[] => {
    if (state.at === "start") {
      const looking = stepsOf({ at: after.start, held: 0 });
      return run.size === 0 ? looking : [...stepsOf({ at: after.start, held: "any" }), ...looking];
    }
    const { at, held: count } = state;
    if (count === "any")
      return [
        ...stepsFrom(after, at).flatMap(({ reads, to }) =>
          run.get(at) === to ? [{ reads, to: { at: to, held: "any" } as const }] : [],
        ),
        ...afterOthers([at]),
      ];
    if (acceptsAnything(after, at))
      return stepsFrom(after, at).map(({ reads }) => ({ reads, to: { at, held: 0 } }));
    // What leads on in the run is said of wherever an occurrence may be under way.
    const ends = held(at, count).filter((last) => !run.has(last));
    return [...afterLetters(at, count), ...afterOthers(ends)];
  };
  return explore<State>(
    { at: "start" },
    {
      accepts(state) {
        if (state.at === "start") return after.accepting.has(after.start);
        return state.held !== "any" && held(state.at, state.held).some((last) => after.accepting.has(last));
      },
      stepsOf,
    },
  );
}

/** The states that a text leads to. */
function statesOver(automaton: Automaton, state: number, text: string): readonly number[] {
  let reached = new Set([state]);
  for (const character of text) reached = statesAfter(automaton, reached, single(character));
  return [...reached];
}

/** How many characters at the end of a text are a beginning of the wanted one. */
function longestBeginning(wanted: string, read: string): number {
  for (let length = Math.min(read.length, wanted.length - 1); length > 0; length--)
    if (read.endsWith(wanted.slice(0, length))) return length;
  return 0;
}

/**
 * The states at the beginning that every text leads through in turn, whatever it is, with the one that comes next: those
 * of `.*`, or of `(..)*`. None where there is no such run, or where a text could come back to it.
 */
function firstRun(automaton: Automaton, characters: readonly string[]): ReadonlyMap<number, number> {
  const all = union([
    ...automaton.steps.flatMap((steps) => steps.flatMap(({ reads }) => reads)),
    ...characters.flatMap((character) => single(character)),
  ]);
  const run = new Map<number, number>();
  for (let state: number = automaton.start; !run.has(state);) {
    const onward = stepsFrom(automaton, state).find(
      ({ reads }) => common(all, complement(reads)).length === 0,
    );
    if (onward === undefined) return new Map();
    run.set(state, onward.to);
    state = onward.to;
  }
  const isOnlyWay = automaton.steps.every((steps, from) =>
    steps.every(({ to }) => !run.has(to) || run.get(from) === to),
  );
  return isOnlyWay ? run : new Map();
}

/** The texts that are in a set once each of some characters in them is replaced by a text. */
export function beforeReplacingEach(
  after: Automaton,
  characters: readonly CodeRange[],
  replacement: string,
): Automaton {
  const others = complement(characters);
  return explore<number>(after.start, {
    accepts: (state) => after.accepting.has(state),
    stepsOf: (state) => [
      ...stepsFrom(after, state).map(({ reads, to }) => ({ reads: common(reads, others), to })),
      ...statesOver(after, state, replacement).map((to) => ({ reads: characters, to })),
    ],
  });
}
