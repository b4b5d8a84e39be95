import { evaluateDiagnostics } from "../../diagnostics/codes/evaluate.js";
import type { timeFunctions } from "../../plan/functions/time.js";
import { bucketAt, bucketIndex } from "../time/buckets.js";
import { formatTime } from "../time/format-time.js";
import { parseTime } from "../time/parse-time.js";
import { applyRelativeTime } from "../time/relative-time.js";
import { oneNumber, textOf } from "../value.js";
import { oneText, type Implementation, type Implementations } from "./implementation.js";

/** The start of the bucket that holds a moment, or for plain numbers the text `low-high` ("bin"). */
const bucket: Implementation = ([value = null, width = null, unit], { context, span }) => {
  const number = oneNumber(value);
  const amount = oneNumber(width);
  if (number === undefined || amount === undefined || amount <= 0) return null;
  const name = oneText(unit);
  switch (name) {
    case "number": {
      const start = Math.floor(number / amount) * amount;
      return `${textOf(start)}-${textOf(start + amount)}`;
    }
    case "second":
    case "day":
    case "week":
    case "month":
    case "year":
      return bucketAt(bucketIndex(number, amount, name), amount, name);
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
