import { compareText, textOf, valueOf, type Single, type Value } from "../value.js";
import type { Accumulator, Sample } from "./accumulator.js";

/** `count`: rows, or the values of the argument ("Aggregate functions"). */
export class Count implements Accumulator {
  private count = 0;
  add(sample: Sample): void {
    this.count += sample.values.length;
  }
  result(): Value {
    return this.count;
  }
}

/** `dc`: different texts, so that `1` and `1.0` are two; exact. */
export class DistinctCount implements Accumulator {
  private readonly seen = new Set<string>();
  add({ values }: Sample): void {
    for (const value of values) this.seen.add(textOf(value));
  }
  result(): Value {
    return this.seen.size;
  }
}

/** `values`: different texts in the order of their code points ("Multivalue stats and chart functions"). */
export class DistinctValues implements Accumulator {
  private readonly seen = new Map<string, Single>();
  add({ values }: Sample): void {
    for (const value of values) {
      const text = textOf(value);
      if (!this.seen.has(text)) this.seen.set(text, value);
    }
  }
  result(): Value {
    return valueOf(
      [...this.seen].sort(([left], [right]) => compareText(left, right)).map(([, value]) => value),
    );
  }
}

/** How many values `list` keeps. */
const listLimit = 100;

/** `list`: values in the order of the input, the first 100. */
export class List implements Accumulator {
  private readonly kept: Single[] = [];
  add({ values }: Sample): void {
    for (const value of values) if (this.kept.length < listLimit) this.kept.push(value);
  }
  result(): Value {
    return valueOf(this.kept);
  }
}

/** `mode`: the most frequent text; of several the one seen first, which Splunk leaves open. */
export class Mode implements Accumulator {
  private readonly counts = new Map<string, { readonly value: Single; count: number }>();
  add({ values }: Sample): void {
    for (const value of values) {
      const entry = this.counts.get(textOf(value));
      if (entry === undefined) this.counts.set(textOf(value), { value, count: 1 });
      else entry.count++;
    }
  }
  result(): Value {
    let best: { readonly value: Single; readonly count: number } | undefined;
    for (const entry of this.counts.values())
      if (best === undefined || entry.count > best.count) best = entry;
    return best?.value ?? null;
  }
}
