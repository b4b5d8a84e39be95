import { dayOf, monthNames, partsOf, weekdayNames, type DateParts } from "./calendar.js";

/**
 * `strftime`: a moment in UTC as text ("Date and time format variables"). `undefined` when the format has a variable
 * that the page does not list.
 */
export function formatTime(time: number, format: string): string | undefined {
  if (!Number.isFinite(time) || Math.abs(time) > 8.64e12) return undefined;
  const parts = partsOf(time);
  let failed = false;
  const text = format.replace(
    /%(?:([369]?)([NQ])|(:{0,3})z|(E)z|([A-Za-z%+]))/g,
    (_whole, width?: string, fraction?: string, colons?: string, minutes?: string, letter?: string) => {
      if (fraction !== undefined) {
        const digits = width === undefined || width === "" ? (fraction === "N" ? 9 : 3) : Number(width);
        return fractionOf(time, digits);
      }
      if (letter === undefined) return minutes !== undefined ? "0" : zoneOf(colons ?? "");
      const value = variable(letter, time, parts);
      if (value === undefined) failed = true;
      return value ?? "";
    },
  );
  return failed ? undefined : text;
}

function zoneOf(colons: string): string {
  return ["+0000", "+00:00", "+00:00:00", "+00"][colons.length] ?? "+0000";
}

/** Digits of the fraction of a second; a double holds microseconds of today's times, so the rest is zeros. */
function fractionOf(time: number, digits: number): string {
  const micros = Math.round((time - Math.floor(time)) * 1e6);
  return String(Math.min(micros, 999999)).padStart(6, "0").padEnd(9, "0").slice(0, digits);
}

function two(number: number, fill = "0"): string {
  return String(number).padStart(2, fill);
}

function variable(letter: string, time: number, parts: DateParts): string | undefined {
  const { year, month, day, hour, minute, second, weekday, dayOfYear } = parts;
  const hour12 = hour % 12 === 0 ? 12 : hour % 12;
  const monthName = monthNames[month - 1] ?? "";
  const dayName = weekdayNames[weekday] ?? "";
  const clock = `${two(hour)}:${two(minute)}:${two(second)}`;
  switch (letter) {
    case "%":
      return "%";
    case "Y":
      return String(year).padStart(4, "0");
    case "y":
      return two(year % 100);
    case "m":
      return two(month);
    case "d":
      return two(day);
    case "e":
      return two(day, " ");
    case "j":
      return String(dayOfYear).padStart(3, "0");
    case "H":
      return two(hour);
    case "k":
      return two(hour, " ");
    case "I":
      return two(hour12);
    case "M":
      return two(minute);
    case "S":
      return two(second);
    case "p":
      return hour < 12 ? "AM" : "PM";
    case "T":
    case "X":
      return clock;
    case "s":
      return String(Math.floor(time));
    case "f":
      return fractionOf(time, 6);
    case "Z":
      return "UTC";
    case "z":
      return "+0000";
    case "F":
      return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
    case "x":
      return `${two(month)}/${two(day)}/${two(year % 100)}`;
    case "A":
      return dayName;
    case "a":
      return dayName.slice(0, 3);
    case "B":
      return monthName;
    case "b":
    case "h":
      return monthName.slice(0, 3);
    case "w":
      return String(weekday);
    case "U":
      return two(Math.floor((dayOfYear + 6 - weekday) / 7));
    case "V":
      return two(isoWeek(time, weekday));
    case "c":
      return `${dayName.slice(0, 3)} ${monthName.slice(0, 3)} ${two(day, " ")} ${clock} ${String(year)}`;
    case "+":
      return `${dayName.slice(0, 3)} ${monthName.slice(0, 3)} ${two(day, " ")} ${clock} UTC ${String(year)}`;
    default:
      return undefined;
  }
}

/** ISO 8601: week 1 holds the first Thursday. */
function isoWeek(time: number, weekday: number): number {
  const thursday = dayOf(time) - ((weekday + 6) % 7) + 3;
  return Math.floor((partsOf(thursday * 86400).dayOfYear - 1) / 7) + 1;
}
