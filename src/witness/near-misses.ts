import { singlesOf, textOf, valueOf, type EventValue, type Single } from "../evaluate/value.js";
import type { FieldFacts } from "./value-for.js";

/** A value beside one that passes, and in which way it is beside it. */
export interface NearMiss {
  readonly note: string;
  readonly value: EventValue;
}

/**
 * Values that a sloppy translation would take for the one given, or that it would not take and should: the other case, a
 * character more or less, nothing, an empty text, a number as text, one of several values. `others` are further values
 * that the search names for the field.
 */
export function nearMisses(
  value: EventValue,
  others: readonly Single[],
  facts: FieldFacts | undefined,
): readonly NearMiss[] {
  return neighbours(value, others).filter((miss) => canBe(miss.value, facts));
}

/**
 * Whether a log can have a value: the catalog says which fields every event has, which hold one value or numbers, and
 * which are in capitals.
 */
function canBe(value: EventValue, facts: FieldFacts | undefined): boolean {
  if (facts === undefined) return true;
  if (value === undefined || value === null || value === "") return facts.always !== true;
  if (typeof value === "object") return facts.multivalue !== false;
  if (typeof value === "number") return true;
  const isSpelled = facts.spelled !== "upper" || String(value) === String(value).toUpperCase();
  return isSpelled && oneSpelling(String(value), facts.type);
}

/** A field of the catalog spells a number in one way: `04688` and `4688.0` do not come. */
function oneSpelling(text: string, type: string): boolean {
  const isNumber = text.trim() !== "" && !Number.isNaN(Number(text));
  return isNumber ? plainNumber.test(text) : type !== "number";
}

const plainNumber = /^-?(?:0|[1-9]\d*)$/;

function neighbours(value: EventValue, others: readonly Single[]): readonly NearMiss[] {
  const [single] = singlesOf(typeof value === "object" && value !== null ? valueOf(value) : (value ?? null));
  if (single === undefined)
    return [
      { note: "present", value: "w" },
      { note: "empty", value: "" },
    ];
  const text = textOf(single);
  const number = text.trim() === "" ? NaN : Number(text);
  const misses: NearMiss[] = [
    { note: "missing", value: undefined },
    { note: "null", value: null },
    { note: "empty", value: "" },
    ...(Number.isNaN(number) ? textMisses(text) : numberMisses(single, number)),
    { note: "first of several", value: [single, "w-other"] },
    { note: "second of several", value: ["w-other", single] },
    { note: "several, none right", value: [`${text}w`, "w-other"] },
    ...others.map((other) => ({ note: "another value of the search", value: other })),
  ];
  const seen = new Set([String(JSON.stringify(value))]);
  return misses.filter((miss) => {
    const key = String(JSON.stringify(miss.value));
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function textMisses(text: string): readonly NearMiss[] {
  const characters = [...text];
  const middle = Math.floor(characters.length / 2);
  const cut = (from: number, to: number): string => characters.slice(from, to).join("");
  return [
    { note: "other case", value: swapCase(text) },
    { note: "upper case", value: text.toUpperCase() },
    { note: "one character more at the end", value: `${text}w` },
    { note: "one character more at the start", value: `w${text}` },
    { note: "one character less at the end", value: cut(0, -1) },
    { note: "one character less at the start", value: cut(1, characters.length) },
    {
      note: "another character in the middle",
      value: `${cut(0, middle)}~${cut(middle + 1, characters.length)}`,
    },
    { note: "a blank more", value: `${text} ` },
    { note: "a line end more", value: `${text}\n` },
    { note: "inside a text", value: `w ${text} w` },
    { note: "inside a text of two lines", value: `w\n${text}\nw` },
    { note: "a wildcard", value: "*" },
  ];
}

function numberMisses(single: Single, number: number): readonly NearMiss[] {
  return [
    { note: "one more", value: number + 1 },
    { note: "one less", value: number - 1 },
    { note: "number as text or text as number", value: typeof single === "number" ? String(single) : number },
    { note: "with a fraction of zero", value: `${String(number)}.0` },
    { note: "with a leading zero", value: `0${String(number)}` },
    { note: "one digit more", value: `${String(number)}1` },
    { note: "not a number", value: "w" },
  ];
}

function swapCase(text: string): string {
  return [...text]
    .map((character) =>
      character === character.toUpperCase() ? character.toLowerCase() : character.toUpperCase(),
    )
    .join("");
}
