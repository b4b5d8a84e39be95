import type { Value } from "./value.js";

/** True, false, or missing. */
export type Truth = boolean | null;

/** The truth of a value used as a predicate: only truth values have one. */
export function truthOf(value: Value): Truth {
  return typeof value === "boolean" ? value : null;
}

export function negate(truth: Truth): Truth {
  return truth === null ? null : !truth;
}
