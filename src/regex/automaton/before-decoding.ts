import { complement, type CodeRange } from "../character-sets.js";
import {
  acceptsAnything,
  common,
  everyCharacter,
  explore,
  single,
  stepsFrom,
  type Automaton,
} from "./automaton.js";

type State =
  | { readonly at: number; readonly low?: undefined }
  /** Behind the first digit of a pair: what the second may be. */
  | { readonly at: number; readonly low: string }
  | { readonly at: "end" };

/**
 * The texts of hexadecimal digits that are in a set once each pair of digits is the byte that it stands for, in UTF-8,
 * and a last digit without another stays what it is. `undefined` where the set asks for characters beyond ASCII one by
 * one, which are several bytes.
 */
export function beforeDecoding(after: Automaton): Automaton | undefined {
  const isAsciiOrLoop = after.steps.every((steps, state) =>
    steps.every(({ reads, to }) => {
      const beyond = common(reads, beyondAscii);
      return beyond.length === 0 || (to === state && common(complement(reads), beyondAscii).length === 0);
    }),
  );
  if (!isAsciiOrLoop) return undefined;
  return explore<State>(
    { at: after.start },
    {
      accepts: (state) => state.at === "end" || (state.low === undefined && after.accepting.has(state.at)),
      stepsOf: (state) => {
        if (state.at === "end") return [];
        const { at, low: second } = state;
        if (second !== undefined) return [{ reads: digitsOf(second), to: { at } }];
        if (acceptsAnything(after, at)) return [{ reads: hexadecimal, to: state }];
        return stepsFrom(after, at).flatMap(({ reads, to }) => [
          ...pairs(reads).map(([high, low]) => ({ reads: digitsOf(high), to: { at: to, low } as State })),
          ...(after.accepting.has(to)
            ? [{ reads: common(reads, hexadecimal), to: { at: "end" } as State }]
            : []),
        ]);
      },
    },
  );
}

/** The bytes of a set as pairs of digits: which first ones go with which second ones. */
function pairs(reads: readonly CodeRange[]): readonly (readonly [string, string])[] {
  const firstOf = new Map<string, string>();
  for (let high = 0; high < 16; high++) {
    let low = "";
    for (let digit = 0; digit < 16; digit++) {
      const byte = high * 16 + digit;
      const isRead = reads.some(({ from, to }) => from <= byte && byte <= to);
      if (isRead) low += digits[digit] ?? "";
    }
    if (low !== "") firstOf.set(low, (firstOf.get(low) ?? "") + (digits[high] ?? ""));
  }
  return [...firstOf].map(([low, high]) => [high, low]);
}

function digitsOf(text: string): readonly CodeRange[] {
  return [...text, ...text.toLowerCase()].flatMap((digit) => single(digit));
}

const digits = "0123456789ABCDEF";
const beyondAscii: readonly CodeRange[] = common(everyCharacter, [{ from: 0x80, to: 0x10ffff }]);
/** The digits of numbers to the base of sixteen. */
export const hexadecimal: readonly CodeRange[] = [
  { from: 0x30, to: 0x39 },
  { from: 0x41, to: 0x46 },
  { from: 0x61, to: 0x66 },
];
