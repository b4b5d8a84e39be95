import { compareForExtremes, extremeValue } from "../functions/arithmetic.js";
import { numberOf, type Single, type Value } from "../value.js";
import type { Accumulator, Sample } from "./accumulator.js";

/** Aggregates over the values that are numbers; without any the result is missing ("Aggregate functions"). */
abstract class OverNumbers implements Accumulator {
  add({ values }: Sample): void {
    for (const value of values) {
      const number = numberOf(value);
      if (number !== undefined) this.addNumber(number);
    }
  }
  protected abstract addNumber(number: number): void;
  abstract result(): Value;
}

export class Sum extends OverNumbers {
  private count = 0;
  private total = 0;
  protected addNumber(number: number): void {
    this.count++;
    this.total += number;
  }
  result(): Value {
    return this.count === 0 ? null : this.total;
  }
}

export class Average extends OverNumbers {
  private count = 0;
  private total = 0;
  protected addNumber(number: number): void {
    this.count++;
    this.total += number;
  }
  result(): Value {
    return this.count === 0 ? null : this.total / this.count;
  }
}

export class SumOfSquares extends OverNumbers {
  private count = 0;
  private total = 0;
  protected addNumber(number: number): void {
    this.count++;
    this.total += number * number;
  }
  result(): Value {
    return this.count === 0 ? null : this.total;
  }
}

export class Range extends OverNumbers {
  private low = Infinity;
  private high = -Infinity;
  protected addNumber(number: number): void {
    this.low = Math.min(this.low, number);
    this.high = Math.max(this.high, number);
  }
  result(): Value {
    return this.high < this.low ? null : this.high - this.low;
  }
}

/** Variance and standard deviation by Welford's method; a single value gives 0, as in the page's table. */
export class Spread extends OverNumbers {
  private count = 0;
  private mean = 0;
  private squares = 0;
  constructor(
    private readonly population: boolean,
    private readonly root: boolean,
  ) {
    super();
  }
  protected addNumber(number: number): void {
    this.count++;
    const before = number - this.mean;
    this.mean += before / this.count;
    this.squares += before * (number - this.mean);
  }
  result(): Value {
    if (this.count === 0) return null;
    if (this.count === 1) return 0;
    const variance = this.squares / (this.population ? this.count : this.count - 1);
    return this.root ? Math.sqrt(variance) : variance;
  }
}

/** `median` is the higher of the two middle values; a percentile lies between neighbours, as in the page's examples. */
export class Percentile extends OverNumbers {
  private readonly numbers: number[] = [];
  constructor(private readonly percent: number | "median") {
    super();
  }
  protected addNumber(number: number): void {
    this.numbers.push(number);
  }
  result(): Value {
    const sorted = Float64Array.from(this.numbers).sort();
    if (sorted.length === 0) return null;
    if (this.percent === "median") return sorted[Math.floor(sorted.length / 2)] ?? null;
    const place = ((sorted.length - 1) * this.percent) / 100;
    const low = sorted[Math.floor(place)] ?? 0;
    const high = sorted[Math.ceil(place)] ?? low;
    return low + (high - low) * (place - Math.floor(place));
  }
}

/** `min` and `max`: numbers come before text, so the least is a number and the greatest a text where both occur. */
export class Extreme implements Accumulator {
  private best: Single | undefined;
  constructor(private readonly sign: 1 | -1) {}
  add({ values }: Sample): void {
    for (const value of values)
      if (this.best === undefined || compareForExtremes(value, this.best) * this.sign < 0) this.best = value;
  }
  result(): Value {
    return this.best === undefined ? null : extremeValue(this.best);
  }
}
