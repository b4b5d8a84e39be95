import { numberOf, type Single, type Value } from "../value.js";
import type { Accumulator, Sample } from "./accumulator.js";

/** `first` and `last`: by the order of the rows, not by time ("Event order functions"). */
export class Position implements Accumulator {
  private value: Single | undefined;
  constructor(private readonly which: "first" | "last") {}
  add({ values }: Sample): void {
    if (this.which === "first") this.value ??= values[0];
    else this.value = values.at(-1) ?? this.value;
  }
  result(): Value {
    return this.value ?? null;
  }
}

/**
 * `earliest`, `latest` and their times: by `_time`. Rows come newest first, so of several at one time the later row is
 * the earlier event. A row without a time has no place in the order.
 */
export class Chronological implements Accumulator {
  private value: Single | undefined;
  private time: number | undefined;
  constructor(
    private readonly which: "earliest" | "latest",
    private readonly gives: "value" | "time",
  ) {}
  add({ values, time }: Sample): void {
    const value = this.which === "earliest" ? values.at(-1) : values[0];
    if (value === undefined || time === undefined) return;
    const better =
      this.time === undefined || (this.which === "earliest" ? time <= this.time : time > this.time);
    if (better) {
      this.value = value;
      this.time = time;
    }
  }
  result(): Value {
    return (this.gives === "value" ? this.value : this.time) ?? null;
  }
}

/** `rate`: the change of a counter per second between its first and last point; a fall is a reset to zero. */
export class Rate implements Accumulator {
  private readonly points: { readonly time: number; readonly number: number }[] = [];
  add({ values, time }: Sample): void {
    const number = values[0] === undefined ? undefined : numberOf(values[0]);
    if (number !== undefined && time !== undefined) this.points.push({ time, number });
  }
  result(): Value {
    const points = [...this.points].sort((left, right) => left.time - right.time);
    const [first] = points;
    const last = points.at(-1);
    if (first === undefined || last === undefined || last.time === first.time) return null;
    let change = 0;
    for (const [index, { number }] of points.entries()) {
      const before = points[index - 1]?.number;
      if (before !== undefined) change += number < before ? number : number - before;
    }
    return change / (last.time - first.time);
  }
}
