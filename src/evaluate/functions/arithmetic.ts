import { evaluateDiagnostics } from "../../diagnostics/codes/evaluate.js";
import type { arithmeticFunctions } from "../../plan/functions/arithmetic.js";
import {
  compareText,
  isMultivalue,
  numberOf,
  oneNumber,
  singlesOf,
  textOf,
  type Single,
  type Value,
} from "../value.js";
import { ofNumbers, type Implementation, type Implementations } from "./implementation.js";

/** `+`: two numbers are added, two other texts joined; a number and another text have no documented result. */
const add: Implementation = ([left = null, right = null], { textLiterals }) => {
  if (left === null || right === null || isMultivalue(left) || isMultivalue(right)) return null;
  const a = textLiterals[0] === true ? undefined : numberOf(left);
  const b = textLiterals[1] === true ? undefined : numberOf(right);
  if (a !== undefined && b !== undefined) return a + b;
  return a === undefined && b === undefined ? textOf(left) + textOf(right) : null;
};

/** Rounds half away from zero in decimal notation, as 2.555 to two digits is 2.56 on the page. */
export function roundDecimal(number: number, digits: number): number {
  const shifted = Number(`${String(Math.abs(number))}e${String(digits)}`);
  // A number written with an exponent has no place for another one.
  if (Number.isNaN(shifted)) return number;
  return Math.sign(number) * Number(`${String(Math.round(shifted))}e-${String(digits)}`);
}

/** The numbers among all values; other text is ignored ("Statistical eval functions"). */
function numbersIn(values: readonly Value[]): readonly number[] {
  return values
    .flatMap(singlesOf)
    .map(numberOf)
    .filter((number) => number !== undefined);
}

/** Orders values as `min` and `max` do: numbers before text. */
export function compareForExtremes(left: Single, right: Single): number {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== undefined && b !== undefined) return a - b;
  if (a !== undefined) return -1;
  if (b !== undefined) return 1;
  return compareText(textOf(left), textOf(right));
}

/** A value as `min` and `max` give it: a number where it reads as one. */
export function extremeValue(single: Single): Single {
  return numberOf(single) ?? single;
}

function extreme(values: readonly Value[], sign: 1 | -1): Value {
  const [first, ...others] = values.flatMap(singlesOf);
  if (first === undefined) return null;
  return extremeValue(
    others.reduce((best, single) => (compareForExtremes(single, best) * sign < 0 ? single : best), first),
  );
}

export const arithmetic: Implementations<typeof arithmeticFunctions> = {
  add,
  subtract: ofNumbers((a = 0, b = 0) => a - b),
  multiply: ofNumbers((a = 0, b = 0) => a * b),
  divide: ofNumbers((a = 0, b = 0) => (b === 0 ? null : a / b)),
  modulo: ofNumbers((a = 0, b = 0) => (b === 0 ? null : a % b)),
  negate: ofNumbers((a = 0) => -a),
  abs: ofNumbers((a = 0) => Math.abs(a)),
  ceiling: ofNumbers((a = 0) => Math.ceil(a)),
  floor: ofNumbers((a = 0) => Math.floor(a)),
  round: ofNumbers((a = 0, digits = 0) => (digits < 0 ? null : roundDecimal(a, Math.trunc(digits)))),
  sqrt: ofNumbers((a = 0) => Math.sqrt(a)),
  pow: ofNumbers((a = 0, b = 0) => a ** b),
  exp: ofNumbers((a = 0) => Math.exp(a)),
  ln: ofNumbers((a = 0) => (a <= 0 ? null : Math.log(a))),
  log: ofNumbers((a = 0, base = 10) =>
    a <= 0 || base <= 0 || base === 1 ? null : base === 10 ? Math.log10(a) : Math.log(a) / Math.log(base),
  ),
  // The page gives eleven digits.
  pi: () => 3.14159265358,
  random: (_values, { context }) => context.random(),
  exact: ([value = null]) => oneNumber(value) ?? null,
  sigfig: (_values, { context, span }) => {
    const reason = "the number of significant digits of a field is not known";
    context.report(evaluateDiagnostics["not-computable"](span, { construct: "sigfig", reason }));
    return null;
  },
  sum: (values) => {
    const numbers = numbersIn(values);
    return numbers.length === 0 ? null : numbers.reduce((total, number) => total + number, 0);
  },
  avg: (values) => {
    const numbers = numbersIn(values);
    return numbers.length === 0
      ? null
      : numbers.reduce((total, number) => total + number, 0) / numbers.length;
  },
  min: (values) => extreme(values, 1),
  max: (values) => extreme(values, -1),
};
