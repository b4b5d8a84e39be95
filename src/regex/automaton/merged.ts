import { union, type CodeRange } from "../character-sets.js";
import { stepsFrom, trimmed, type Automaton, type Step } from "./automaton.js";

/** The same texts with fewer states: those that go on alike are one, and those that are come by alike. */
export function merged(automaton: Automaton): Automaton {
  let smaller = trimmed(automaton);
  for (;;) {
    const before = smaller.steps.length;
    smaller = mergedBy(
      smaller,
      classes(smaller, smaller.steps, (state) => smaller.accepting.has(state)),
    );
    smaller = mergedBy(
      smaller,
      classes(smaller, reversed(smaller), (state) => state === smaller.start),
    );
    if (smaller.steps.length === before) return smaller;
  }
}

/** The class of each state: states of one class are alike and have the same steps to states of each class. */
function classes(
  { steps }: Automaton,
  stepsOf: readonly (readonly Step[])[],
  isMarked: (state: number) => boolean,
): readonly number[] {
  let found: readonly number[] = steps.map((_, state) => (isMarked(state) ? 1 : 0));
  for (;;) {
    const numbers = new Map<string, number>();
    const finer = found.map((own, state) => {
      const reads = new Map<number, readonly CodeRange[]>();
      for (const step of stepsOf[state] ?? []) {
        const to = found[step.to] ?? 0;
        reads.set(to, union([...(reads.get(to) ?? []), ...step.reads]));
      }
      const key = JSON.stringify([own, [...reads].sort(([one], [other]) => one - other)]);
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    });
    if (numbers.size === new Set(found).size) return finer;
    found = finer;
  }
}

function mergedBy(automaton: Automaton, classOf: readonly number[]): Automaton {
  const classNumber = (state: number) => classOf[state] ?? 0;
  const steps: Step[][] = Array.from({ length: new Set(classOf).size }, () => []);
  automaton.steps.forEach((_, state) => {
    for (const { reads, to } of stepsFrom(automaton, state))
      steps[classNumber(state)]?.push({ reads, to: classNumber(to) });
  });
  return trimmed({
    start: classNumber(automaton.start),
    accepting: new Set([...automaton.accepting].map(classNumber)),
    steps,
  });
}

function reversed({ steps }: Automaton): readonly (readonly Step[])[] {
  const back: Step[][] = steps.map(() => []);
  steps.forEach((each, from) => {
    for (const { reads, to } of each) back[to]?.push({ reads, to: from });
  });
  return back;
}
