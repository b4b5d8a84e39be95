import type { Pattern } from "../plan/expression.js";

/** What a test wants of the value of a field, so that it passes. */
export type Wish =
  | { readonly kind: "value"; readonly value: string | number }
  | { readonly kind: "number"; readonly operator: "<" | "<=" | ">" | ">="; readonly value: number }
  | { readonly kind: "pattern"; readonly pattern: Pattern }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "length"; readonly length: number }
  | { readonly kind: "several"; readonly count: number }
  /** So many pieces between delimiters, or one of them, counted from either end. */
  | { readonly kind: "pieces"; readonly delimiter: string; readonly count: number }
  | { readonly kind: "piece"; readonly delimiter: string; readonly index: number; readonly text: string }
  /** One of several values, counted from either end. */
  | { readonly kind: "element"; readonly index: number; readonly text: string }
  /** A document in which a path leads to a value. */
  | { readonly kind: "inside"; readonly path: string; readonly value: string | number }
  /** The greatest or the least that it can be. */
  | { readonly kind: "extreme"; readonly most: boolean }
  | { readonly kind: "present" }
  | { readonly kind: "absent" };

/** The wishes for each field of one event. */
export type Wishes = Map<string, Wish[]>;

/** Adds a wish for a field. */
export function wishFor(wishes: Wishes, field: string, wish: Wish): void {
  const known = wishes.get(field);
  if (known === undefined) wishes.set(field, [wish]);
  else known.push(wish);
}
