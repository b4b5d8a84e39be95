import type { Call, ScalarExpression } from "../../../../plan/expression.js";
import type { FunctionName } from "../../../../plan/functions/index.js";
import { call as kqlCall } from "../../../shared/expression.js";
import { timespan, toText, toTime } from "../convert.js";
import { onlyValue } from "../only-value.js";
import { relativeTo, relativeToNumber } from "../relative-time.js";
import { scalar } from "../scalar.js";
import type { Scope } from "../scope.js";
import { canFormat, keptOfTime, showsTime } from "../time-format.js";
import { filled, missingValue, valueOf, type KqlValue } from "../value.js";
import { argumentValue, literalNumber, literalText, refuseCall, type CallHandler } from "./handler.js";

const now: CallHandler = () => valueOf(kqlCall("now"), "datetime", { nullable: false });

const relativeTime: CallHandler = (call, scope) => {
  const time = argumentValue(call, 0, scope);
  const modifier = literalText(call, 1);
  if (time === undefined) return missingValue("datetime");
  const from = toTime(filled(time));
  if (modifier === undefined) return byNumber(call, from, scope);
  const moved = relativeTo(from.expression, modifier);
  if (moved === undefined) return refuseCall(call, scope, "with this offset");
  return valueOf(moved, "datetime", { nullable: from.nullable });
};

/** `relative_time(t, "+" . days . "d")`: the number of units comes out of the row, and everything else is known. */
function byNumber(call: Call, from: KqlValue, scope: Scope): KqlValue {
  const offset = call.arguments[1];
  const parts = offset?.kind === "call" && offset.function === "concat" ? offset.arguments : [];
  const computed = parts.filter((part) => part.kind !== "literal");
  const [only] = computed;
  const refused = (): KqlValue => refuseCall(call, scope, "with a computed offset");
  if (only === undefined || computed.length > 1) return refused();
  const place = parts.indexOf(only);
  const around = (some: readonly ScalarExpression[]): string =>
    some.map((part) => (part.kind === "literal" ? String(part.value) : "")).join("");
  const value = onlyValue(scalar(only, scope));
  if (value === undefined || value.type === "real") return refused();
  const digits = toText(filled(value)).expression;
  const written = { before: around(parts.slice(0, place)), after: around(parts.slice(place + 1)) };
  const moved = relativeToNumber(from.expression, written, digits);
  return moved === undefined ? refused() : valueOf(moved, "datetime");
}

/** Of a date with its time the column stays a time: the text is written out only where something reads it. */
const strftime: CallHandler = (call, scope) => {
  const time = argumentValue(call, 0, scope);
  const format = literalText(call, 1);
  if (time === undefined) return missingValue();
  if (time.multivalue) return refuseCall(call, scope, "over a field with several values");
  if (format === undefined || !canFormat(format)) return refuseCall(call, scope, "in this format");
  const shown: KqlValue = { ...toTime(filled(time)), meaning: "text", format };
  return showsTime(format) ? shown : toText(shown);
};

/** Formats that `todatetime` reads: https://learn.microsoft.com/kusto/query/scalar-data-types/datetime */
const readable = /^(%Y-%m-%d|%F)([T ](%H:%M:%S|%T)(\.%\d?[NQ]|%\.\d?[NQ])?(Z|%Z|%z|%:z)?)?$/;

const strptime: CallHandler = (call, scope) => {
  const given = argumentValue(call, 0, scope);
  const format = literalText(call, 1);
  if (given === undefined) return missingValue("datetime");
  const value = onlyValue(given);
  if (value === undefined) return refuseCall(call, scope, "over texts that may be empty");
  if (value.format !== undefined && value.format === format) {
    const { format: _, ...time } = value;
    return { ...time, expression: keptOfTime(time.expression, format), meaning: "time" };
  }
  if (value.type === "datetime" && value.format === undefined) return value;
  if (format === undefined || !readable.test(format)) return refuseCall(call, scope, "with this format");
  return valueOf(kqlCall("todatetime", filled(value).expression), "datetime");
};

/** Fixed widths count from the epoch, as KQL's `bin` does for widths that divide a day; days and up by the calendar. */
const bucket: CallHandler = (call, scope) => {
  const value = argumentValue(call, 0, scope);
  const amount = literalNumber(call, 1);
  const unit = literalText(call, 2);
  if (value === undefined) return missingValue("datetime");
  if (amount === undefined || value.type !== "datetime")
    return refuseCall(call, scope, "over a value that is no time");
  const { expression } = value;
  const calendar: Readonly<Record<string, string>> = {
    day: "startofday",
    month: "startofmonth",
    year: "startofyear",
  };
  const start = unit === undefined ? undefined : calendar[unit];
  if (start !== undefined && amount === 1) return { ...value, expression: kqlCall(start, expression) };
  if (unit === "second" && 86_400 % amount === 0)
    return { ...value, expression: kqlCall("bin", expression, timespan(amount)) };
  return refuseCall(call, scope, `with a width of ${amount} ${unit ?? ""}`);
};

export const timeCalls: Partial<Readonly<Record<FunctionName, CallHandler>>> = {
  now,
  time: now,
  relative_time: relativeTime,
  strftime,
  strptime,
  bucket,
};
