/** The parts of a moment in UTC, with the month counted from 1 and Sunday as weekday 0. */
export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
  readonly dayOfYear: number;
}

export function partsOf(time: number): DateParts {
  const date = new Date(Math.floor(time) * 1000);
  const year = date.getUTCFullYear();
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
    dayOfYear: dayOf(time) - dayOf(Date.UTC(year, 0, 1) / 1000) + 1,
  };
}

/** Epoch seconds of a date in UTC; a part beyond its range carries over. */
export function fromParts(parts: {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
}): number {
  const { year, month, day, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

/** Days since the epoch. */
export function dayOf(time: number): number {
  return Math.floor(time / 86400);
}

export function secondsOfDay(time: number): number {
  return time - dayOf(time) * 86400;
}

export const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

export const weekdayNames = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
] as const;
