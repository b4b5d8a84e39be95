import { evaluateDiagnostics } from "../../diagnostics/codes/evaluate.js";
import type { timeFunctions } from "../../plan/functions/time.js";
import { dayOf, fromParts, partsOf } from "../time/calendar.js";
import { formatTime } from "../time/format-time.js";
import { parseTime } from "../time/parse-time.js";
import { applyRelativeTime, snap } from "../time/relative-time.js";
import { oneNumber, textOf } from "../value.js";
import { oneText, type Implementation, type Implementations } from "./implementation.js";

/** 4 January 1970. */
const firstSunday = 3;

/** The start of the bucket that holds a moment, or for plain numbers the text `low-high` ("bin"). */
const bucket: Implementation = ([value = null, width = null, unit], { context, span }) => {
  const number = oneNumber(value);
  const amount = oneNumber(width);
  if (number === undefined || amount === undefined || amount <= 0) return null;
  const start = Math.floor(number / amount) * amount;
  const parts = partsOf(number);
  switch (oneText(unit)) {
    case "second":
      return start;
    case "number":
      return `${textOf(start)}-${textOf(start + amount)}`;
    case "day":
      return Math.floor(dayOf(number) / amount) * amount * 86400;
    case "week": {
      // Weeks start on Sunday, as `@w` does; what a width of several weeks aligns to is not documented.
      const week = (dayOf(snap(number, "week")) - firstSunday) / 7;
      return (Math.floor(week / amount) * amount * 7 + firstSunday) * 86400;
    }
    case "month": {
      const months = Math.floor((parts.year * 12 + parts.month - 1) / amount) * amount;
      return fromParts({ year: Math.floor(months / 12), month: (months % 12) + 1, day: 1 });
    }
    case "quarter":
      return snap(number, "quarter");
    case "year":
      return fromParts({ year: Math.floor(parts.year / amount) * amount, month: 1, day: 1 });
    default:
      context.report(
        evaluateDiagnostics["not-computable"](span, {
          construct: "bin",
          reason: "its span has no known unit",
        }),
      );
      return null;
  }
};

export const time: Implementations<typeof timeFunctions> = {
  now: (_values, { context }) => context.now,
  // The wall clock of each event is not reproducible; the start of the search stands for it.
  time: (_values, { context }) => context.now,
  relative_time: ([value = null, modifier], { context, span }) => {
    const moment = oneNumber(value);
    const text = oneText(modifier);
    if (moment === undefined || text === null) return null;
    const result = applyRelativeTime(moment, text);
    if (result === undefined) context.report(evaluateDiagnostics["time-not-readable"](span, { text }));
    return result ?? null;
  },
  strftime: ([value = null, format]) => {
    const moment = oneNumber(value);
    const text = oneText(format);
    return moment === undefined || text === null ? null : (formatTime(moment, text) ?? null);
  },
  strptime: ([value, format]) => {
    const text = oneText(value);
    const layout = oneText(format);
    return text === null || layout === null ? null : (parseTime(text, layout) ?? null);
  },
  bucket,
};
