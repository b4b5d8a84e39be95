import type { conversionFunctions } from "../../plan/functions/conversion.js";
import { maskAddress } from "../network.js";
import { isArray, isObject, parseJson, singleOf } from "../structured/json.js";
import { isMultivalue, numberOf, oneNumber, textOf, valueOf, type Value } from "../value.js";
import { roundDecimal } from "./arithmetic.js";
import { ofTexts, oneText, type Implementation, type Implementations } from "./implementation.js";

const digits = "0123456789abcdefghijklmnopqrstuvwxyz";

const tonumber: Implementation = ([value = null, base = null]) => {
  if (value === null || isMultivalue(value)) return null;
  const radix = base === null ? 10 : (oneNumber(base) ?? 10);
  if (radix === 10) return numberOf(value) ?? null;
  if (!Number.isInteger(radix) || radix < 2 || radix > 36) return null;
  const match = /^([+-]?)(?:0x)?([0-9a-z]+)$/i.exec(textOf(value));
  const [, sign, text = ""] = match ?? [];
  const known = digits.slice(0, radix);
  if (text === "" || [...text.toLowerCase()].some((digit) => !known.includes(digit))) return null;
  return Number.parseInt(text, radix) * (sign === "-" ? -1 : 1);
};

const tostring: Implementation = ([value = null, format = null]) => {
  if (value === null) return null;
  if (isMultivalue(value)) return format === null ? value.map(textOf) : null;
  const name = format === null ? "" : oneText(format);
  if (name === "") return textOf(value);
  const number = numberOf(value);
  if (number === undefined) return textOf(value);
  switch (name) {
    case "hex":
      return `0x${Math.trunc(number).toString(16).toUpperCase()}`;
    case "binary":
      return Math.trunc(number).toString(2);
    case "commas":
      return withCommas(number);
    case "duration":
      return durationOf(number);
    default:
      return null;
  }
};

function withCommas(number: number): string {
  const [whole = "", fraction] = String(roundDecimal(number, 2)).split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction.padEnd(2, "0")}`;
}

function durationOf(number: number): string {
  const total = Math.trunc(number);
  const clock = [Math.floor((total % 86400) / 3600), Math.floor((total % 3600) / 60), total % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  return total >= 86400 ? `${String(Math.floor(total / 86400))}+${clock}` : clock;
}

/** Seconds of `[D+]HH:MM:SS`. */
function secondsOfDuration(text: string): Value {
  const match = /^(?:(\d+)\+)?(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)$/.exec(text);
  if (match === null) return numberOf(text) ?? null;
  const [, days, hours, minutes, seconds] = match;
  return Number(days ?? 0) * 86400 + Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** Seconds of `[MM:]SS.SSS`. */
function secondsOfMilliseconds(text: string): Value {
  const match = /^(?:(\d+):)?(\d+(?:\.\d+)?)$/.exec(text);
  return match === null ? null : Number(match[1] ?? 0) * 60 + Number(match[2]);
}

const kilobytes: Readonly<Record<string, number>> = { "": 1, k: 1, m: 1024, g: 1024 * 1024 };

function memoryOf(text: string): Value {
  const match = /^(\d+(?:\.\d+)?)([kmg]?)b?$/i.exec(text);
  return match === null ? null : Number(match[1]) * (kilobytes[(match[2] ?? "").toLowerCase()] ?? 1);
}

export const conversion: Implementations<typeof conversionFunctions> = {
  tonumber,
  tostring,
  ipmask: ofTexts((mask = "", address = "") => maskAddress(mask, address)),
  toint: ([value = null]) => {
    const number = oneNumber(value);
    return number === undefined ? null : Math.floor(number);
  },
  todouble: ([value = null]) => oneNumber(value) ?? null,
  tobool: ([value = null]) => {
    if (typeof value === "boolean") return value;
    if (value === "true" || value === "True") return true;
    if (value === "false" || value === "False") return false;
    const number = oneNumber(value);
    return number === undefined ? null : number !== 0;
  },
  // What is no array, or no object, cannot be converted and is missing.
  toarray: ofTexts((text = "") => (isArray(parseJson(text)) ? text : null)),
  toobject: ofTexts((text = "") => (isObject(parseJson(text)) ? text : null)),
  tomv: ([value = null]) => {
    const json = typeof value === "string" ? parseJson(value) : undefined;
    return isArray(json) ? valueOf(json.map(singleOf)) : value;
  },
  convert_auto: ([value = null]) => oneNumber(value) ?? value,
  convert_num: ([value = null]) => oneNumber(value) ?? null,
  convert_dur2sec: ofTexts((text = "") => secondsOfDuration(text)),
  convert_memk: ofTexts((text = "") => memoryOf(text)),
  convert_mstime: ofTexts((text = "") => secondsOfMilliseconds(text)),
  convert_rmcomma: ofTexts((text = "") => {
    const bare = text.replaceAll(",", "");
    return numberOf(bare) ?? bare;
  }),
  convert_rmunit: ofTexts((text = "") => {
    const match = /^[+-]?\d+(?:\.\d+)?/.exec(text);
    return match === null ? null : Number(match[0]);
  }),
};
