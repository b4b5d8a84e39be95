import { fromParts, monthNames, weekdayNames } from "./calendar.js";

interface Fields {
  year?: number;
  month?: number;
  day?: number;
  hour?: number;
  minute?: number;
  second?: number;
  fraction?: number;
  afternoon?: boolean;
  dayOfYear?: number;
  zoneSeconds?: number;
  epoch?: number;
}

const composites: Readonly<Record<string, string>> = {
  F: "%Y-%m-%d",
  T: "%H:%M:%S",
  X: "%H:%M:%S",
  x: "%m/%d/%y",
  D: "%m/%d/%y",
  R: "%H:%M",
  c: "%a %b %d %H:%M:%S %Y",
  "+": "%a %b %d %H:%M:%S %Z %Y",
};

/**
 * `strptime`: the epoch seconds of a text, in UTC unless it names a zone; `undefined` when the text does not have the
 * format or has no day ("Date and Time functions"). Leading zeros may be missing; text behind the format is ignored.
 */
export function parseTime(text: string, format: string): number | undefined {
  const fields: Fields = {};
  let expanded = format;
  for (let turn = 0; turn < 2; turn++)
    expanded = expanded.replace(/%([FTXxDRc+])/g, (_whole, letter: string) => composites[letter] ?? "");
  let at = 0;
  const pieces = /%(?:[369]?[NQ]|:{0,3}z|Ez|[A-Za-z%])|\s+|[^%\s]/g;
  for (const [piece] of expanded.matchAll(pieces)) {
    if (/^\s/.test(piece)) {
      at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
      continue;
    }
    if (!piece.startsWith("%") || piece === "%%") {
      if (text.charAt(at) !== piece.charAt(0)) return undefined;
      at++;
      continue;
    }
    const length = readVariable(piece.slice(1), text.slice(at), fields);
    if (length === undefined) return undefined;
    at += length;
  }
  return momentOf(fields);
}

function momentOf(fields: Fields): number | undefined {
  const { epoch, year, month, day, dayOfYear, minute = 0, second = 0, fraction = 0 } = fields;
  if (epoch !== undefined) return epoch + fraction;
  let { hour = 0 } = fields;
  if (fields.afternoon !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (fields.afternoon ? 12 : 0);
  }
  if (year === undefined) return undefined;
  let date: number;
  if (dayOfYear !== undefined) date = fromParts({ year, month: 1, day: dayOfYear });
  else {
    if (month === undefined || day === undefined) return undefined;
    const next = fromParts({ year, month: month + 1, day: 1 });
    date = fromParts({ year, month, day });
    if (date >= next) return undefined;
  }
  return date + hour * 3600 + minute * 60 + second + fraction - (fields.zoneSeconds ?? 0);
}

type NumberField = "year" | "month" | "day" | "hour" | "minute" | "second" | "dayOfYear";

const numbers: Readonly<
  Record<string, { field: NumberField; expression: RegExp; low: number; high: number }>
> = {
  Y: { field: "year", expression: /^\d{4}/, low: 0, high: 9999 },
  m: { field: "month", expression: /^\d{1,2}/, low: 1, high: 12 },
  d: { field: "day", expression: /^\d{1,2}/, low: 1, high: 31 },
  e: { field: "day", expression: /^ ?\d{1,2}/, low: 1, high: 31 },
  H: { field: "hour", expression: /^\d{1,2}/, low: 0, high: 23 },
  k: { field: "hour", expression: /^ ?\d{1,2}/, low: 0, high: 23 },
  I: { field: "hour", expression: /^\d{1,2}/, low: 1, high: 12 },
  M: { field: "minute", expression: /^\d{1,2}/, low: 0, high: 59 },
  S: { field: "second", expression: /^\d{1,2}/, low: 0, high: 60 },
  j: { field: "dayOfYear", expression: /^\d{1,3}/, low: 1, high: 366 },
};

/** Reads one variable from the start of the text and gives its length. */
function readVariable(letter: string, text: string, fields: Fields): number | undefined {
  const number = numbers[letter];
  if (number !== undefined) {
    const match = number.expression.exec(text);
    const value = Number(match?.[0]);
    if (match === null || value < number.low || value > number.high) return undefined;
    fields[number.field] = value;
    return match[0].length;
  }
  if (letter === "y") {
    const match = /^\d{2}/.exec(text);
    if (match === null) return undefined;
    fields.year = Number(match[0]) + (Number(match[0]) < 69 ? 2000 : 1900);
    return 2;
  }
  if (/[NQ]$/.test(letter) || letter === "f") {
    const match = /^\d{1,9}/.exec(text);
    if (match === null) return undefined;
    fields.fraction = Number(`0.${match[0]}`);
    return match[0].length;
  }
  if (letter === "p") {
    const match = /^[AP]\.?M\.?/i.exec(text);
    if (match === null) return undefined;
    fields.afternoon = /^p/i.test(match[0]);
    return match[0].length;
  }
  if (letter === "s") {
    const match = /^-?\d+/.exec(text);
    if (match === null) return undefined;
    fields.epoch = Number(match[0]);
    return match[0].length;
  }
  if (/z$/.test(letter)) return readZone(text, fields);
  if (letter === "Z") {
    const match = /^(?:UTC|GMT|Z)\b/.exec(text);
    // Other abbreviations name several zones.
    if (match === null) return undefined;
    fields.zoneSeconds = 0;
    return match[0].length;
  }
  if (letter === "b" || letter === "B" || letter === "h") {
    const index = monthNames.findIndex((name) => startsWithFold(text, name.slice(0, 3)));
    const name = monthNames[index];
    if (name === undefined) return undefined;
    fields.month = index + 1;
    return startsWithFold(text, name) ? name.length : 3;
  }
  if (letter === "a" || letter === "A") {
    const name = weekdayNames.find((day) => startsWithFold(text, day.slice(0, 3)));
    if (name === undefined) return undefined;
    return startsWithFold(text, name) ? name.length : 3;
  }
  return undefined;
}

function startsWithFold(text: string, start: string): boolean {
  return text.slice(0, start.length).toLowerCase() === start.toLowerCase();
}

function readZone(text: string, fields: Fields): number | undefined {
  const match = /^(?:Z|([+-])(\d{2}):?(\d{2})?(?::?(\d{2}))?)/.exec(text);
  if (match === null) return undefined;
  const [whole, sign, hours = "0", minutes = "0", seconds = "0"] = match;
  const offset = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  fields.zoneSeconds = sign === "-" ? -offset : offset;
  return whole.length;
}
