import type { Random } from "./random.js";
import { samplePattern } from "./sample-pattern.js";
import type { Wish } from "./wish.js";

/** A number that meets a wish for a number. */
export function satisfying(wish: Extract<Wish, { readonly kind: "number" | "value" }>): number {
  if (wish.kind === "value") return Number(wish.value);
  switch (wish.operator) {
    case ">":
      return Math.floor(wish.value) + 1;
    case "<":
      return Math.ceil(wish.value) - 1;
    case ">=":
    case "<=":
      return wish.value;
  }
}

/** A text that meets a wish for one. */
export function someText(wish: Wish, random: Random): string | undefined {
  switch (wish.kind) {
    case "value":
      return String(wish.value);
    case "text":
      return wish.text;
    case "pattern":
      return samplePattern(wish.pattern, random)?.text;
    case "present":
      return "word";
    default:
      return undefined;
  }
}

/** The text that a wish asks for. */
export function textOf(wish: Wish): string | undefined {
  return wish.kind === "value" ? String(wish.value) : wish.kind === "text" ? wish.text : undefined;
}

/** Whether a number is on the side of a bound that a wish asks for. */
export function holds(number: number, operator: "<" | "<=" | ">" | ">=", bound: number): boolean {
  switch (operator) {
    case "<":
      return number < bound;
    case "<=":
      return number <= bound;
    case ">":
      return number > bound;
    case ">=":
      return number >= bound;
  }
}
