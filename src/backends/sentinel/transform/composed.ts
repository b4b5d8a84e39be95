import type { Expression } from "../../shared/expression.js";
import type { Assignment } from "../tree.js";

/** Aggregates under names of their own, and what is made of them, in steps that see those before. */
export interface Composed {
  readonly aggregates: readonly Assignment[];
  readonly steps?: readonly (readonly Assignment[])[];
  readonly result: Expression;
}
