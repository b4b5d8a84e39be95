import { dayOf, fromParts, partsOf, secondsOfDay } from "./calendar.js";

type Unit = "second" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";

// "Time modifiers": all spellings of a unit.
const spellings: Readonly<Record<Unit, string>> = {
  second: "s sec secs second seconds",
  minute: "m min mins minute minutes",
  hour: "h hr hrs hour hours",
  day: "d day days",
  week: "w week weeks",
  month: "mon month months",
  quarter: "q qtr qtrs quarter quarters",
  year: "y yr yrs year years",
};

const unitOf: ReadonlyMap<string, Unit> = new Map(
  (Object.entries(spellings) as [Unit, string][]).flatMap(([unit, names]) =>
    names.split(" ").map((name) => [name, unit] as const),
  ),
);

const secondsOf: Partial<Readonly<Record<Unit, number>>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86400,
  week: 604800,
};

/**
 * Applies a relative time such as `-1d@d+2h` to a moment, in UTC. Offsets and snaps apply from left to right; a snap
 * always goes back. `undefined` when the text is no relative time.
 */
export function applyRelativeTime(moment: number, text: string): number | undefined {
  let rest = text.trim();
  if (rest === "" || rest === "now" || rest === "now()") return moment;
  let time = moment;
  while (rest !== "") {
    const match = /^(?:([+-])(\d*)([a-z]+)|@([a-z]+)([0-7]?))/.exec(rest);
    if (match === null) return undefined;
    rest = rest.slice(match[0].length);
    const [, sign, amount, unitName, snapName, weekday] = match;
    if (unitName !== undefined) {
      const unit = unitOf.get(unitName);
      if (unit === undefined) return undefined;
      time = shift(time, unit, (amount === "" ? 1 : Number(amount)) * (sign === "-" ? -1 : 1));
    } else {
      const unit = unitOf.get(snapName ?? "");
      if (unit === undefined || (weekday !== "" && snapName !== "w")) return undefined;
      time = snap(time, unit, Number(weekday ?? 0) % 7);
    }
  }
  return time;
}

/** A moment as `earliest` and `latest` write it: relative, `now`, epoch seconds, or `%m/%d/%Y:%H:%M:%S`. */
export function resolveTime(text: string, now: number): number | undefined {
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  const date = /^(\d{1,2})\/(\d{1,2})\/(\d{4}):(\d{1,2}):(\d{1,2}):(\d{1,2})$/.exec(text);
  if (date !== null) {
    const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = date.slice(1).map(Number);
    return fromParts({ year, month, day, hour, minute, second });
  }
  return applyRelativeTime(now, text);
}

/** The seconds of a span such as `7d`, for units of fixed length. */
export function resolveSpan(text: string): number | undefined {
  const match = /^(\d+)([a-z]+)$/.exec(text.trim());
  const unit = match === null ? undefined : unitOf.get(match[2] ?? "");
  const seconds = unit === undefined ? undefined : secondsOf[unit];
  return seconds === undefined ? undefined : Number(match?.[1]) * seconds;
}

function shift(time: number, unit: Unit, amount: number): number {
  const seconds = secondsOf[unit];
  if (seconds !== undefined) return time + amount * seconds;
  const months = amount * (unit === "month" ? 1 : unit === "quarter" ? 3 : 12);
  const parts = partsOf(time);
  const total = parts.year * 12 + (parts.month - 1) + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12 + 1;
  // The 31st of a month without one is its last day.
  const lastDay = partsOf(fromParts({ year, month: month + 1, day: 1 }) - 1).day;
  const start = fromParts({ year, month, day: Math.min(parts.day, lastDay) });
  return start + secondsOfDay(time);
}

/** The start of the unit that holds a moment; a week starts at the given weekday, 0 for Sunday. */
export function snap(time: number, unit: Unit, weekday = 0): number {
  const { year, month, weekday: today } = partsOf(time);
  switch (unit) {
    case "second":
    case "minute":
    case "hour":
    case "day":
      return Math.floor(time / (secondsOf[unit] ?? 1)) * (secondsOf[unit] ?? 1);
    case "week":
      return (dayOf(time) - ((today - weekday + 7) % 7)) * 86400;
    case "month":
      return fromParts({ year, month, day: 1 });
    case "quarter":
      return fromParts({ year, month: month - ((month - 1) % 3), day: 1 });
    case "year":
      return fromParts({ year, month: 1, day: 1 });
  }
}
