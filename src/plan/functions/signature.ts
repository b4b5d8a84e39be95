import type { ValueType } from "../row-type.js";

/** What a function takes and gives. */
export interface FunctionSignature {
  readonly parameters: readonly Parameter[];
  /** `unknown` where the type depends on the arguments. */
  readonly returns: ValueType;
  /** The result may hold several values. */
  readonly multivalue: boolean;
  /**
   * What a missing argument does: `propagate` makes the result missing, `skip` leaves the argument out,
   * `first-present` takes the next one, `never` cannot give a missing result, `own` is the function's own rule.
   */
  readonly missing: "propagate" | "skip" | "first-present" | "never" | "own";
}

export interface Parameter {
  readonly type: ValueType | "any";
  readonly occurs: "once" | "optional" | "one-or-more" | "any-number";
}
