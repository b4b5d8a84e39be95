import type { Single, Value } from "../value.js";

/** What one row brings to an aggregate: the values of its argument, and when it happened. */
export interface Sample {
  readonly values: readonly Single[];
  readonly time: number | undefined;
}

/** Collects samples; its result may be asked for at any time. */
export interface Accumulator {
  add(sample: Sample): void;
  result(): Value;
}
