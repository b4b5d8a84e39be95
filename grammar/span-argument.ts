import type { Span } from "../src/source/source-text.js";
import type { SpanArgument, TimeUnit } from "./ast.js";

/** The spellings of the units of time ("Time modifiers"; `bin` in the Search Reference); `m` is a minute. */
const units: Readonly<Record<string, TimeUnit>> = {
  us: "microsecond",
  ms: "millisecond",
  cs: "centisecond",
  ds: "decisecond",
  s: "second",
  sec: "second",
  secs: "second",
  second: "second",
  seconds: "second",
  m: "minute",
  min: "minute",
  mins: "minute",
  minute: "minute",
  minutes: "minute",
  h: "hour",
  hr: "hour",
  hrs: "hour",
  hour: "hour",
  hours: "hour",
  d: "day",
  day: "day",
  days: "day",
  w: "week",
  week: "week",
  weeks: "week",
  mon: "month",
  month: "month",
  months: "month",
  q: "quarter",
  qtr: "quarter",
  qtrs: "quarter",
  quarter: "quarter",
  quarters: "quarter",
  y: "year",
  yr: "year",
  yrs: "year",
  year: "year",
  years: "year",
};

/** The short spelling of each unit, as it is printed. */
const shortest: Readonly<Record<TimeUnit, string>> = {
  microsecond: "us",
  millisecond: "ms",
  centisecond: "cs",
  decisecond: "ds",
  second: "s",
  minute: "m",
  hour: "h",
  day: "d",
  week: "w",
  month: "mon",
  quarter: "q",
  year: "y",
};

/** Reads `5m`, `1d@d`, `30` or `-1` (no limit, in `transaction`); undefined when it is none of these. */
export function spanArgument(text: string, span: Span): SpanArgument | undefined {
  const match = /^(-?\d+(?:\.\d+)?)?([a-z]*)(?:@(\w+))?$/i.exec(text);
  if (match === null) return undefined;
  const [, digits, letters = "", snap] = match;
  if (digits === undefined && letters === "") return undefined;
  const amount = digits === undefined ? 1 : Number(digits);
  const unit = letters === "M" ? undefined : units[letters.toLowerCase()];
  if (letters !== "" && unit === undefined) return undefined;
  return {
    amount,
    ...(unit === undefined ? {} : { unit }),
    ...(snap === undefined ? {} : { snap }),
    span,
  };
}

export function printSpan({ amount, unit, snap }: SpanArgument): string {
  return `${amount}${unit === undefined ? "" : shortest[unit]}${snap === undefined ? "" : `@${snap}`}`;
}
