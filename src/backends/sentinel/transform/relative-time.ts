import { call, keyword, number, operation, text, type Expression } from "../../shared/expression.js";
import { conditional, timespan, verbatim } from "./convert.js";

/** An offset of SPL's relative time from now: `-24h@h`. */
export interface RelativeTime {
  /** Seconds from now, negative for the past. */
  readonly seconds: number;
  /** How many seconds a snap may go further back. */
  readonly snap: number;
}

type Unit = "second" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";

/** One step of a relative time; they apply from left to right. */
type Step =
  | { readonly kind: "shift"; readonly amount: number; readonly unit: Unit }
  /** The start of the unit; a week starts at the weekday, 0 for Sunday. */
  | { readonly kind: "snap"; readonly unit: Unit; readonly weekday: number };

const spellings: readonly (readonly [RegExp, Unit])[] = [
  [/^s(ecs?|econds?)?$/, "second"],
  [/^m(ins?|inutes?)?$/, "minute"],
  [/^h(rs?|ours?)?$/, "hour"],
  [/^d(ays?)?$/, "day"],
  [/^w(eeks?)?$/, "week"],
  [/^mon(ths?)?$/, "month"],
  [/^q(trs?|uarters?)?$/, "quarter"],
  [/^y(rs?|ears?)?$/, "year"],
];

const unitSeconds: Partial<Readonly<Record<Unit, number>>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
};

const unitMonths: Partial<Readonly<Record<Unit, number>>> = { month: 1, quarter: 3, year: 12 };

function unitNamed(word: string): Unit | undefined {
  return spellings.find(([pattern]) => pattern.test(word))?.[1];
}

/** "Time modifiers"; `undefined` for a text that is none. */
function stepsOf(modifier: string): readonly Step[] | undefined {
  const trimmed = modifier.trim().toLowerCase();
  if (trimmed === "now" || trimmed === "now()" || trimmed === "") return [];
  if (!/^(?:[+-]\d*[a-z]+|@[a-z]+[0-7]?)+$/.test(trimmed)) return undefined;
  const steps = [...trimmed.matchAll(/([+-])(\d*)([a-z]+)|@([a-z]+)([0-7]?)/g)].flatMap(
    ([, sign, amount, shifted, snapped, weekday = ""]): readonly Step[] => {
      const word = shifted ?? snapped ?? "";
      const unit = unitNamed(word);
      if (unit === undefined || (weekday !== "" && unit !== "week")) return [];
      if (shifted === undefined) return [{ kind: "snap", unit, weekday: Number(weekday) % 7 }];
      const count = amount === "" ? 1 : Number(amount);
      return [{ kind: "shift", unit, amount: sign === "-" ? -count : count }];
    },
  );
  const parts = trimmed.match(/[+\-@]/g) ?? [];
  return steps.length === parts.length ? steps : undefined;
}

/** Reads `-70m@m`, `now`, `-1d@d`; `undefined` for months and other things that have no fixed length. */
export function readRelativeTime(modifier: string): RelativeTime | undefined {
  const steps = stepsOf(modifier);
  if (steps === undefined) return undefined;
  let seconds = 0;
  let snap = 0;
  for (const step of steps) {
    const size = unitSeconds[step.unit];
    if (size === undefined) return undefined;
    if (step.kind === "shift") seconds += step.amount * size;
    else snap += size;
  }
  return { seconds, snap };
}

/** A time moved by a relative time, in UTC; `undefined` where it cannot be read. */
export function relativeTo(time: Expression, modifier: string): Expression | undefined {
  const steps = stepsOf(modifier);
  return steps === undefined ? undefined : moved(time, steps);
}

function moved(time: Expression, steps: readonly Step[]): Expression {
  return steps.reduce<Expression>(
    (from, step) => (step.kind === "snap" ? startOf(from, step.unit, step.weekday) : shifted(from, step)),
    time,
  );
}

/** A length of months ends on the last day of a month that is too short, as in SPL. */
function shifted(time: Expression, { amount, unit }: Extract<Step, { kind: "shift" }>): Expression {
  const months = unitMonths[unit];
  if (months !== undefined) return call("datetime_add", text("month"), number(amount * months), time);
  const seconds = amount * (unitSeconds[unit] ?? 0);
  if (seconds === 0) return time;
  const isNow = time.kind === "template" && time.template.startsWith("now(");
  if (isNow && seconds < 0) return call("ago", timespan(-seconds));
  return operation(seconds < 0 ? "-" : "+", time, timespan(Math.abs(seconds)));
}

/** https://learn.microsoft.com/kusto/query/startofweek-function: a week of KQL starts on Sunday. */
function startOf(time: Expression, unit: Unit, weekday: number): Expression {
  switch (unit) {
    case "second":
    case "minute":
    case "hour":
      return call("bin", time, timespan(unitSeconds[unit] ?? 1));
    case "week": {
      if (weekday === 0) return call("startofweek", time);
      const days = keyword(`${weekday}d`);
      return operation("+", call("startofweek", operation("-", time, days)), days);
    }
    case "quarter": {
      const into = operation("%", operation("-", call("monthofyear", time), number(1)), number(3));
      return call("datetime_add", text("month"), operation("-", number(0), into), call("startofmonth", time));
    }
    case "day":
    case "month":
    case "year":
      return call(`startof${unit}`, time);
  }
}

/** A relative time with a number out of a row: `-` and `d@d` around it. */
export interface ComputedOffset {
  readonly before: string;
  readonly after: string;
}

/**
 * A time moved by a relative time whose only computed part is a number of units, given as a text; missing where the text
 * is no whole number. `undefined` where what stands around it does not make it one.
 */
export function relativeToNumber(
  time: Expression,
  { before, after }: ComputedOffset,
  digits: Expression,
): Expression | undefined {
  const [, earlier = "", sign] = /^(.*)([+-])$/s.exec(before.trimStart()) ?? [];
  const [, word = "", later = ""] = /^([A-Za-z]+)(.*)$/s.exec(after.trimEnd()) ?? [];
  const unit = unitNamed(word.toLowerCase());
  const [first, last] = [stepsOf(earlier), stepsOf(later)];
  if (sign === undefined || unit === undefined || first === undefined || last === undefined) return undefined;
  const count = call("tolong", digits);
  const from = moved(time, first);
  const months = unitMonths[unit];
  const shifted =
    months === undefined
      ? operation(sign, from, operation("*", count, timespan(unitSeconds[unit] ?? 1)))
      : call(
          "datetime_add",
          text("month"),
          operation("*", count, number(sign === "-" ? -months : months)),
          from,
        );
  const isNumber = operation("matches regex", digits, verbatim("^[0-9]+$"));
  return conditional([{ when: isNumber, then: moved(shifted, last) }], keyword("datetime(null)"));
}

/** A point in time relative to now, of a fixed distance: `ago(70m)`. */
export function fromNow(modifier: string): Expression | undefined {
  return readRelativeTime(modifier) === undefined ? undefined : relativeTo(call("now"), modifier);
}

/** The offset without what it snaps to. */
export function withoutSnap(modifier: string): string {
  const [offset = ""] = modifier.split("@");
  return offset === "" ? "now" : offset;
}
