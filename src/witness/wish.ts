import type { Pattern } from "../plan/expression.js";

/** What a test wants of the value of a field, so that it passes. */
export type Wish =
  | { readonly kind: "value"; readonly value: string | number }
  | { readonly kind: "number"; readonly operator: "<" | "<=" | ">" | ">="; readonly value: number }
  | { readonly kind: "pattern"; readonly pattern: Pattern }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "length"; readonly length: number }
  | { readonly kind: "several"; readonly count: number }
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
