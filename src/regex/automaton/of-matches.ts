import type { Pcre } from "../pcre.js";
import { everyCharacter, explore, type Automaton } from "./automaton.js";
import { programOf } from "./program.js";

type State = "start" | "searching" | "found" | { readonly next: number };

/**
 * The texts in which an expression matches somewhere. Throws `UnsupportedPcre` for an expression that is no matter of
 * reading character by character.
 */
export function ofMatches(root: Pcre): Automaton {
  const { start, instructions } = programOf(root);
  const reached = (from: number, isStart: boolean, isEnd: boolean): ReadonlySet<number> => {
    const found = new Set<number>();
    const open = [from];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      const instruction = instructions[next];
      if (instruction?.kind === "choose") open.push(...instruction.ways);
      else if (instruction?.kind === "at") {
        if (instruction.place === "start" ? isStart : isEnd) open.push(instruction.to);
      } else if (instruction?.kind === "open" || instruction?.kind === "close") open.push(instruction.to);
    }
    return found;
  };
  const isMatch = (from: number, isStart: boolean, isEnd: boolean) =>
    [...reached(from, isStart, isEnd)].some((next) => instructions[next]?.kind === "match");
  const after = (to: number): State => (isMatch(to, false, false) ? "found" : { next: to });
  const stepsAt = (from: number, isStart: boolean) =>
    [...reached(from, isStart, false)].flatMap((next) => {
      const instruction = instructions[next];
      return instruction?.kind === "read" ? [{ reads: instruction.reads, to: after(instruction.to) }] : [];
    });
  const searching: State = isMatch(start, false, false) ? "found" : "searching";
  return explore<State>(isMatch(start, true, false) ? "found" : "start", {
    accepts(state) {
      if (state === "found") return true;
      if (state === "start" || state === "searching") return isMatch(start, state === "start", true);
      return isMatch(state.next, false, true);
    },
    stepsOf(state) {
      if (state === "found") return [{ reads: everyCharacter, to: state }];
      if (state === "start" || state === "searching")
        return [{ reads: everyCharacter, to: searching }, ...stepsAt(start, state === "start")];
      return stepsAt(state.next, false);
    },
  });
}
