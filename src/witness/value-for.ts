import type { EventValue, Single } from "../evaluate/value.js";
import type { Json } from "../evaluate/structured/json.js";
import { withPath } from "./json-with-path.js";
import type { Random } from "./random.js";
import { samplePattern, type Sample } from "./sample-pattern.js";
import { satisfying } from "./satisfying.js";
import type { Wish } from "./wish.js";

/** What is known of a field of a log: its type, whether every event has it, and the values that it can have. */
export interface FieldFacts {
  readonly type: string;
  readonly multivalue?: boolean;
  readonly always?: boolean;
  readonly values?: readonly string[];
  readonly spelled?: "upper";
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
  const elements = listed(name, wishes, random);
  if (elements !== undefined && facts?.multivalue !== false) return elements;
  const exact = wishes.find((wish) => wish.kind === "value");
  if (exact !== undefined) return exact.value;
  const pieces = joined(wishes, random);
  if (pieces !== undefined) return pieces;
  const document = documentFor(wishes);
  if (document !== undefined) return document;
  const number = numberFor(wishes);
  if (number !== undefined) return number;
  const length = wishes.find((wish) => wish.kind === "length");
  const text = composed(wishes, random) ?? String(ordinary(name, facts));
  return length === undefined ? text : text.padEnd(Math.min(length.length, 20_000), "w");
}

/** Several values: those that are asked for in their places, and what the other wishes want of any of them. */
function listed(name: string, wishes: readonly Wish[], random: Random): readonly string[] | undefined {
  const elements = wishes.filter((wish) => wish.kind === "element");
  if (elements.length === 0) return undefined;
  const least = Math.max(...elements.map(({ index }) => (index < 0 ? -index : index + 1)));
  const values: (string | undefined)[] = Array.from({ length: Math.min(least, 200) }, () => undefined);
  for (const { index, text } of elements) values[index < 0 ? values.length + index : index] = text;
  const others = wishes.flatMap((wish) => {
    if (wish.kind === "value") return [String(wish.value)];
    return wish.kind === "pattern" || wish.kind === "text" ? [composed([wish], random) ?? ""] : [];
  });
  for (const other of others) {
    const free = values.indexOf(undefined);
    if (free === -1) values.unshift(other);
    else values[free] = other;
  }
  return values.map((value, index) => value ?? `${madeUpText(name)}${String(index)}`);
}

/** Pieces between delimiters: as many as are asked for, those that are asked for in their places. */
function joined(wishes: readonly Wish[], random: Random): string | undefined {
  const counts = wishes.filter((wish) => wish.kind === "pieces");
  const named = wishes.filter((wish) => wish.kind === "piece");
  const [first] = [...counts, ...named];
  if (first === undefined) return undefined;
  const least = named.map(({ index }) => (index < 0 ? -index : index + 1));
  const asked = counts.map(({ count }) => count);
  const count = asked.length > 0 ? Math.max(1, ...asked) : Math.max(2, ...least);
  const pieces = Array.from({ length: Math.min(count, 200) }, (_, index) => `w${String(index)}`);
  const whole = composed(wishes, random);
  if (whole !== undefined) pieces[pieces.length - 1] = whole;
  for (const { index, text } of named) pieces[index < 0 ? pieces.length + index : index] = text;
  return pieces.join(first.delimiter);
}

/** A document with all that is asked for in it. */
function documentFor(wishes: readonly Wish[]): string | undefined {
  const inside = wishes.filter((wish) => wish.kind === "inside");
  if (inside.length === 0) return undefined;
  let root: Json = {};
  for (const { path, value } of inside) root = withPath(root, path, [value]);
  return JSON.stringify(root);
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
      return ordinaryNumber;
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

/** The number that a field has where nothing is asked of its value. */
export const ordinaryNumber = 7;

/** The text that a field has where nothing is asked of its value. */
export function madeUpText(name: string): string {
  const letters = name.replace(/[^A-Za-z]/g, "").toLowerCase();
  return `w${letters.slice(0, 12)}`;
}
