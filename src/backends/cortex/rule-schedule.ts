import type { Schedule } from "../../detection/detection.js";
import { inUnits, relativeTime, runWindow, type RelativeTime } from "../shared/schedule.js";

/** When a rule runs and what it reads: the window ends at the run, and the query leaves out the newest part of it. */
export interface RuleSchedule {
  readonly searchWindow: string;
  readonly crontab: string;
}

const words = { m: "minutes", h: "hours", d: "days" } as const;

/** The schedule of a rule, or what of the search's schedule it cannot say. */
export function ruleSchedule(
  schedule: Schedule,
  longestLookback: number | undefined,
): RuleSchedule | { readonly refused: string } {
  const window = runWindow(schedule);
  if ("unreadable" in window) return { refused: window.unreadable };
  const { earliest, latest } = window;
  if (!snapsToItself(earliest, schedule.cron)) return { refused: schedule.earliest };
  if (!snapsToItself(latest, schedule.cron)) return { refused: schedule.latest };
  const { secondsAgo } = earliest;
  if (secondsAgo <= latest.secondsAgo || (longestLookback !== undefined && secondsAgo > longestLookback))
    return { refused: schedule.earliest };
  const { amount, unit } = inUnits(secondsAgo);
  if (unit === "s") return { refused: schedule.earliest };
  return { searchWindow: `${amount} ${words[unit]}`, crontab: schedule.cron };
}

/** The seconds before its run that a search leaves out. */
export function secondsLeftOut(schedule: Schedule): number {
  return relativeTime(schedule.latest)?.secondsAgo ?? 0;
}

/** Whether flooring a time to its unit changes nothing, because every run is at a whole one of it. */
function snapsToItself({ secondsAgo, snap }: RelativeTime, cron: string): boolean {
  const [minute, hour] = cron.trim().split(/\s+/u);
  switch (snap) {
    case undefined:
    case "s":
      return true;
    case "m":
      return secondsAgo % 60 === 0;
    case "h":
      return secondsAgo % 3600 === 0 && minute === "0";
    case "d":
      return secondsAgo % 86_400 === 0 && minute === "0" && hour === "0";
    default:
      return snap satisfies never;
  }
}
