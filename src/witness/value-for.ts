import type { EventValue, Single } from "../evaluate/value.js";
import type { Random } from "./random.js";
import { samplePattern, type Sample } from "./sample-pattern.js";
import { satisfying } from "./wishes-of.js";
import type { Wish } from "./wish.js";

/** What is known of a field of a log: its type, whether every event has it, and the values that it can have. */
export interface FieldFacts {
  readonly type: string;
  readonly multivalue?: boolean;
  readonly always?: boolean;
  readonly values?: readonly string[];
}

/** A value that meets the wishes for a field as well as one value can. */
export function valueFor(
  name: string,
  wishes: readonly Wish[],
  facts: FieldFacts | undefined,
  random: Random,
): EventValue {
  if (wishes.some(({ kind }) => kind === "absent")) return undefined;
  const several = wishes.find((wish) => wish.kind === "several");
  if (several !== undefined && several.count > 1 && several.count <= 200)
    return Array.from({ length: several.count }, (_, index) => `${ordinary(name, facts)}${String(index)}`);
  const exact = wishes.find((wish) => wish.kind === "value");
  if (exact !== undefined) return exact.value;
  const number = numberFor(wishes);
  if (number !== undefined) return number;
  const length = wishes.find((wish) => wish.kind === "length");
  const text = composed(wishes, random) ?? String(ordinary(name, facts));
  return length === undefined ? text : text.padEnd(Math.min(length.length, 20_000), "w");
}

function numberFor(wishes: readonly Wish[]): number | undefined {
  const bounds = wishes.filter((wish) => wish.kind === "number").map(satisfying);
  // The wish for more than the least and less than the most: the middle is inside both, where there is an inside.
  if (bounds.length === 0) return undefined;
  return bounds.length === 1
    ? bounds[0]
    : Math.round(bounds.reduce((sum, each) => sum + each, 0) / bounds.length);
}

/** One text with all the patterns in it: those of the start first, those of the end last. */
function composed(wishes: readonly Wish[], random: Random): string | undefined {
  const samples: Sample[] = [];
  for (const wish of wishes) {
    if (wish.kind === "text") samples.push({ text: wish.text, atStart: false, atEnd: false });
    if (wish.kind !== "pattern") continue;
    const sample = samplePattern(wish.pattern, random);
    if (sample !== undefined) samples.push(sample);
  }
  const whole = samples.find(({ atStart, atEnd }) => atStart && atEnd);
  if (whole !== undefined) return whole.text;
  if (samples.length === 0) return undefined;
  const start = samples.filter(({ atStart }) => atStart).sort((a, b) => b.text.length - a.text.length);
  const end = samples.filter(({ atEnd }) => atEnd).sort((a, b) => b.text.length - a.text.length);
  const middle = samples.filter(({ atStart, atEnd }) => !atStart && !atEnd);
  return [start[0]?.text ?? "", ...middle.map(({ text }) => text), end[0]?.text ?? ""].join("");
}

/** A value that a field of this name may have in a log, for a test that does not look at it. */
function ordinary(name: string, facts: FieldFacts | undefined): Single {
  const [first] = facts?.values ?? [];
  if (first !== undefined) return first;
  switch (facts?.type) {
    case "number":
      return 7;
    case "time":
      return 1_700_000_000;
    case "ip":
      return "203.0.113.7";
    case "boolean":
      return "true";
    default:
      return madeUpText(name);
  }
}

/** The text that a field has where nothing is asked of its value. */
export function madeUpText(name: string): string {
  const letters = name.replace(/[^A-Za-z]/g, "").toLowerCase();
  return `w${letters.slice(0, 12)}`;
}
