import { complement, union, withBothCases, type CodeRange } from "../character-sets.js";
import { UnsupportedPcre } from "../pcre.js";

/**
 * A set of texts as a machine that reads them character by character. Several steps may be open to it at once, and a
 * text is in the set when one way through it ends in an accepting state.
 */
export interface Automaton {
  readonly start: number;
  readonly accepting: ReadonlySet<number>;
  /** The steps out of each state, by its number. */
  readonly steps: readonly (readonly Step[])[];
}

export interface Step {
  readonly reads: readonly CodeRange[];
  readonly to: number;
}

/** Text, any run of characters, or exactly one. */
export type TextOrAny =
  { readonly kind: "text"; readonly text: string } | { readonly kind: "any" } | { readonly kind: "one" };

export const everyCharacter: readonly CodeRange[] = complement([]);

/** The texts that text and wildcards match as a whole. */
export function ofParts(parts: readonly TextOrAny[], caseSensitive: boolean): Automaton {
  const steps: Step[][] = [[]];
  const step = (reads: readonly CodeRange[]) => {
    steps.at(-1)?.push({ reads, to: steps.length });
    steps.push([]);
  };
  for (const part of parts) {
    if (part.kind === "any") steps.at(-1)?.push({ reads: everyCharacter, to: steps.length - 1 });
    else if (part.kind === "one") step(everyCharacter);
    else
      for (const character of part.text)
        step(caseSensitive ? single(character) : withBothCases(single(character)));
  }
  return { start: 0, accepting: new Set([steps.length - 1]), steps };
}

/** The texts that are a run of so many of the characters, or more. */
export function ofRun(characters: readonly CodeRange[], minimum: 0 | 1): Automaton {
  const loop: Step = { reads: characters, to: minimum };
  return minimum === 0
    ? { start: 0, accepting: new Set([0]), steps: [[loop]] }
    : { start: 0, accepting: new Set([1]), steps: [[loop], [loop]] };
}

/** The texts that are in both. */
export function intersection(left: Automaton, right: Automaton): Automaton {
  return explore<readonly [number, number]>([left.start, right.start], {
    accepts: ([one, other]) => left.accepting.has(one) && right.accepting.has(other),
    stepsOf: ([one, other]) =>
      stepsFrom(left, one).flatMap((step) =>
        stepsFrom(right, other).map((also) => ({
          reads: common(step.reads, also.reads),
          to: [step.to, also.to] as const,
        })),
      ),
  });
}

/** Whether there is no text in it. */
export function isEmpty(automaton: Automaton): boolean {
  return trimmed(automaton).accepting.size === 0;
}

/** Whether a text is in it. */
export function accepts(automaton: Automaton, text: string): boolean {
  let states = new Set([automaton.start]);
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    states = statesAfter(automaton, states, [{ from: code, to: code }]);
  }
  return [...states].some((state) => automaton.accepting.has(state));
}

/** The states after a character of a set, which no step may read a part of only. */
export function statesAfter(
  automaton: Automaton,
  states: ReadonlySet<number>,
  reads: readonly CodeRange[],
): Set<number> {
  return new Set(
    [...states].flatMap((state) =>
      stepsFrom(automaton, state).flatMap((step) => (meet(step.reads, reads) ? [step.to] : [])),
    ),
  );
}

/** Whether each text in it is of these characters only. */
export function isOf(automaton: Automaton, characters: readonly CodeRange[]): boolean {
  const others = complement(characters);
  return trimmed(automaton).steps.every((steps) => steps.every(({ reads }) => !meet(reads, others)));
}

/** Whether whatever follows is accepted once a state is reached. */
export function acceptsAnything(automaton: Automaton, state: number): boolean {
  return (
    automaton.accepting.has(state) &&
    stepsFrom(automaton, state).some(({ reads, to }) => to === state && complement(reads).length === 0)
  );
}

export function stepsFrom({ steps }: Automaton, state: number): readonly Step[] {
  return steps[state] ?? [];
}

/** What a machine over states of any kind does; equal states have equal JSON. */
export interface Behaviour<State> {
  accepts(state: State): boolean;
  stepsOf(state: State): readonly { readonly reads: readonly CodeRange[]; readonly to: State }[];
}

const mostStates = 2000;

/**
 * The automaton of the states that a machine can reach, without those that lead to no text. Throws `UnsupportedPcre`
 * where they are too many.
 */
export function explore<State>(start: State, behaviour: Behaviour<State>): Automaton {
  const numbers = new Map<string, number>();
  const states: State[] = [];
  const numberOf = (state: State): number => {
    const key = JSON.stringify(state);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    states.push(state);
    return states.length - 1;
  };
  numberOf(start);
  const steps: Step[][] = [];
  const accepting = new Set<number>();
  for (let at = 0; at < states.length; at++) {
    if (states.length > mostStates) throw new UnsupportedPcre("an expression that would be too long");
    const state = states[at] as State;
    if (behaviour.accepts(state)) accepting.add(at);
    steps.push(
      behaviour
        .stepsOf(state)
        .filter(({ reads }) => reads.length > 0)
        .map(({ reads, to }) => ({ reads, to: numberOf(to) })),
    );
  }
  return trimmed({ start: 0, accepting, steps });
}

/** Without the states that are not reached or lead to no text, and with one step at most from one state to another. */
export function trimmed(automaton: Automaton): Automaton {
  const forward = closure([automaton.start], (state) => stepsFrom(automaton, state).map(({ to }) => to));
  const before = new Map<number, number[]>();
  automaton.steps.forEach((steps, from) => {
    for (const { to } of steps) before.set(to, [...(before.get(to) ?? []), from]);
  });
  const backward = closure([...automaton.accepting], (state) => before.get(state) ?? []);
  const kept = [...forward].filter((state) => backward.has(state) || state === automaton.start);
  const numbers = new Map(kept.map((state, index) => [state, index]));
  const steps = kept.map((state) => {
    const reads = new Map<number, readonly CodeRange[]>();
    for (const step of stepsFrom(automaton, state)) {
      const to = numbers.get(step.to);
      if (to !== undefined && backward.has(step.to))
        reads.set(to, union([...(reads.get(to) ?? []), ...step.reads]));
    }
    return [...reads].map(([to, ranges]) => ({ reads: ranges, to }));
  });
  const accepting = new Set(kept.flatMap((state, index) => (automaton.accepting.has(state) ? [index] : [])));
  return { start: numbers.get(automaton.start) ?? 0, accepting, steps };
}

function closure(from: readonly number[], next: (state: number) => readonly number[]): ReadonlySet<number> {
  const found = new Set(from);
  const open = [...from];
  for (let state = open.pop(); state !== undefined; state = open.pop())
    for (const to of next(state))
      if (!found.has(to)) {
        found.add(to);
        open.push(to);
      }
  return found;
}

/** The set of one character. */
export function single(character: string): readonly CodeRange[] {
  const code = character.codePointAt(0) ?? 0;
  return [{ from: code, to: code }];
}

/** What is in both. */
export function common(left: readonly CodeRange[], right: readonly CodeRange[]): readonly CodeRange[] {
  return complement(union([...complement(left), ...complement(right)]));
}

function meet(left: readonly CodeRange[], right: readonly CodeRange[]): boolean {
  return left.some((one) => right.some((other) => one.from <= other.to && other.from <= one.to));
}
