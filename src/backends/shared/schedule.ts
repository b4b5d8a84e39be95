import type { Schedule } from "../../detection/detection.js";

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** A relative time of Splunk as what it is before now, and the unit it is floored to. */
export interface RelativeTime {
  readonly secondsAgo: number;
  readonly snap?: "s" | "m" | "h" | "d";
}

/** Reads `-70m@m`, `-24h`, `@d`, `now`; `undefined` for what a rule of another product cannot say (months, chains). */
export function relativeTime(text: string): RelativeTime | undefined {
  const written = text.trim();
  if (written === "now" || written === "now()" || written === "") return { secondsAgo: 0 };
  const match = /^(?:-(\d*)([a-z]+))?(?:@([a-z]+))?$/u.exec(written);
  if (match === null) return undefined;
  const [, amount, unit, snapUnit] = match;
  const seconds = unit === undefined ? 0 : unitSeconds[shortUnit(unit) ?? ""];
  if (seconds === undefined) return undefined;
  const secondsAgo = seconds * (amount === undefined || amount === "" ? 1 : Number(amount));
  if (snapUnit === undefined) return { secondsAgo };
  const snap = shortUnit(snapUnit);
  return snap === "s" || snap === "m" || snap === "h" || snap === "d" ? { secondsAgo, snap } : undefined;
}

function shortUnit(unit: string): string | undefined {
  if (/^(s|secs?|seconds?)$/u.test(unit)) return "s";
  if (/^(m|mins?|minutes?)$/u.test(unit)) return "m";
  if (/^(h|hrs?|hours?)$/u.test(unit)) return "h";
  if (/^(d|days?)$/u.test(unit)) return "d";
  if (/^(w|weeks?)$/u.test(unit)) return "w";
  return undefined;
}

/** The seconds between two runs of a cron expression, when they are always the same. */
export function cronInterval(cron: string): number | undefined {
  const [minute, hour, day, month, weekday, ...more] = cron.trim().split(/\s+/u);
  if (minute === undefined || hour === undefined || weekday === undefined || more.length > 0)
    return undefined;
  const everyDay = day === "*" && month === "*";
  const oneMinute = /^\d+$/u.test(minute);
  if (everyDay && weekday === "*") {
    if (hour === "*") return oneMinute ? 3600 : evenStep(minute, 60, 60);
    if (oneMinute && /^\d+$/u.test(hour)) return 86_400;
    return oneMinute ? evenStep(hour, 24, 3600) : undefined;
  }
  const oneDay = everyDay && /^(\d|[a-z]{3})$/iu.test(weekday);
  return oneDay && oneMinute && /^\d+$/u.test(hour) ? 604_800 : undefined;
}

/** A step or list that goes round evenly: every third hour does, every seventh does not. */
function evenStep(field: string, around: number, seconds: number): number | undefined {
  if (field === "*") return seconds;
  const step = /^(?:\*|\d+(?:-\d+)?)\/(\d+)$/u.exec(field)?.[1];
  if (step !== undefined) {
    const every = Number(step);
    return every > 0 && around % every === 0 && /^(\*|0)/u.test(field) ? every * seconds : undefined;
  }
  const times = field.split(",").map(Number);
  const [first, second] = times;
  if (first === undefined || second === undefined || times.some(Number.isNaN)) return undefined;
  const every = second - first;
  const even = times.every((time, index) => time === first + index * every);
  return even && every > 0 && every * times.length === around ? every * seconds : undefined;
}

/** The window of a search and how often it runs, in seconds. */
export interface RunWindow {
  readonly earliest: RelativeTime;
  readonly latest: RelativeTime;
  readonly every: number;
}

/** What a schedule says, or the part of it that cannot be read. */
export function runWindow(schedule: Schedule): RunWindow | { readonly unreadable: string } {
  const earliest = relativeTime(schedule.earliest);
  if (earliest === undefined) return { unreadable: schedule.earliest };
  const latest = relativeTime(schedule.latest);
  if (latest === undefined) return { unreadable: schedule.latest };
  const every = cronInterval(schedule.cron);
  return every === undefined ? { unreadable: schedule.cron } : { earliest, latest, every };
}

/** An amount of time in the largest unit that divides it. */
export function inUnits(seconds: number): { readonly amount: number; readonly unit: "s" | "m" | "h" | "d" } {
  for (const unit of ["d", "h", "m"] as const) {
    const size = unitSeconds[unit] ?? 1;
    if (seconds >= size && seconds % size === 0) return { amount: seconds / size, unit };
  }
  return { amount: seconds, unit: "s" };
}
