import type { Span } from "../../source/source-text.js";
import type { EvaluationContext } from "../context.js";
import { isMultivalue, oneNumber, textOf, type Value } from "../value.js";

/** What a function may know of its call besides the values. */
export interface CallSite {
  readonly context: EvaluationContext;
  readonly span: Span;
  /** Which arguments are text literals: those never count as numbers. */
  readonly textLiterals: readonly boolean[];
}

/** Gives a function's value. A missing argument has been dealt with where the signature says `propagate`. */
export type Implementation = (values: readonly Value[], site: CallSite) => Value;

export type Implementations<Signatures> = { readonly [Name in keyof Signatures]: Implementation };

/** A function of numbers; missing where an argument is none. A result that is no number is missing too. */
export function ofNumbers(compute: (...numbers: number[]) => number | null): Implementation {
  return (values) => {
    const numbers: number[] = [];
    for (const value of values) {
      const number = oneNumber(value);
      if (number === undefined) return null;
      numbers.push(number);
    }
    const result = compute(...numbers);
    return result === null || Number.isNaN(result) ? null : result;
  };
}

/** A function of texts; several values in one argument are not supported by Splunk's functions and give nothing. */
export function ofTexts(compute: (...texts: string[]) => Value): Implementation {
  return (values) => {
    const texts: string[] = [];
    for (const value of values) {
      const text = oneText(value);
      if (text === null) return null;
      texts.push(text);
    }
    return compute(...texts);
  };
}

/** The text of a single value. */
export function oneText(value: Value | undefined): string | null {
  return value === null || value === undefined || isMultivalue(value) ? null : textOf(value);
}
