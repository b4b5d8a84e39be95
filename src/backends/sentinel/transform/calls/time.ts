import type { FunctionName } from "../../../../plan/functions/index.js";
import { call as kqlCall } from "../../../shared/expression.js";
import { timespan, toTime } from "../convert.js";
import { relativeTo } from "../relative-time.js";
import { canFormat } from "../time-format.js";
import { filled, missingValue, valueOf } from "../value.js";
import { argumentValue, literalNumber, literalText, refuseCall, type CallHandler } from "./handler.js";

const now: CallHandler = () => valueOf(kqlCall("now"), "datetime", { nullable: false });

const relativeTime: CallHandler = (call, scope) => {
  const time = argumentValue(call, 0, scope);
  const modifier = literalText(call, 1);
  if (time === undefined) return missingValue("datetime");
  const from = toTime(filled(time));
  const moved = modifier === undefined ? undefined : relativeTo(from.expression, modifier);
  if (moved === undefined)
    return refuseCall(call, scope, modifier === undefined ? "with a computed offset" : "with this offset");
  return valueOf(moved, "datetime", { nullable: from.nullable });
};

/** The column stays a time and shows as text: the text is written out only where something reads it. */
const strftime: CallHandler = (call, scope) => {
  const time = argumentValue(call, 0, scope);
  const format = literalText(call, 1);
  if (time === undefined) return missingValue();
  if (time.multivalue) return refuseCall(call, scope, "over a field with several values");
  if (format === undefined || !canFormat(format)) return refuseCall(call, scope, "in this format");
  return { ...toTime(filled(time)), meaning: "text", format };
};

/** Formats that `todatetime` reads: https://learn.microsoft.com/kusto/query/scalar-data-types/datetime */
const readable = /^(%Y-%m-%d|%F)([T ](%H:%M:%S|%T)(\.%\d?[NQ]|%\.\d?[NQ])?(Z|%Z|%z|%:z)?)?$/;

const strptime: CallHandler = (call, scope) => {
  const value = argumentValue(call, 0, scope);
  const format = literalText(call, 1);
  if (value === undefined) return missingValue("datetime");
  if (value.format !== undefined && value.format === format) {
    const { format: _, ...time } = value;
    return { ...time, meaning: "time" };
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
