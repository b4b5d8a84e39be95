import { call, operation, type Expression } from "../../shared/expression.js";
import { timespan } from "./convert.js";

/** One offset of SPL's relative time: `-24h@h`. */
export interface RelativeTime {
  /** Seconds from now, negative for the past. */
  readonly seconds: number;
  readonly snap?: string;
}

const unitSeconds: readonly (readonly [pattern: RegExp, seconds: number, unit: string])[] = [
  [/^s(ec|ecs|econd|econds)?$/, 1, "second"],
  [/^m(in|ins|inute|inutes)?$/, 60, "minute"],
  [/^h(r|rs|our|ours)?$/, 3600, "hour"],
  [/^d(ay|ays)?$/, 86_400, "day"],
  [/^w(eek|eeks)?$/, 604_800, "week"],
];

/** Reads `-70m@m`, `now`, `-1d@d`; `undefined` for months and other things that have no fixed length. */
export function readRelativeTime(modifier: string): RelativeTime | undefined {
  const trimmed = modifier.trim().toLowerCase();
  if (trimmed === "now" || trimmed === "now()" || trimmed === "") return { seconds: 0 };
  const parts = /^(?:([+-])(\d*)([a-z]+))?(?:@([a-z]+\d?))?$/.exec(trimmed);
  if (parts === null) return undefined;
  const [, sign, amount, unit, snap] = parts;
  const size = unit === undefined ? 0 : unitSeconds.find(([pattern]) => pattern.test(unit))?.[1];
  if (size === undefined) return undefined;
  const count = amount === undefined || amount === "" ? 1 : Number(amount);
  const seconds = size === 0 ? 0 : (sign === "-" ? -1 : 1) * count * size;
  if (snap === undefined) return { seconds };
  const snapUnit = unitSeconds.find(([pattern]) => pattern.test(snap))?.[2];
  return snapUnit === undefined || snapUnit === "week" ? undefined : { seconds, snap: snapUnit };
}

/** A time moved by such an offset; `undefined` where it cannot be read. */
export function relativeTo(time: Expression, modifier: string): Expression | undefined {
  const offset = readRelativeTime(modifier);
  return offset === undefined ? undefined : moved(time, offset);
}

function moved(time: Expression, { seconds, snap }: RelativeTime): Expression {
  const isNow = time.kind === "template" && time.template.startsWith("now(");
  const shifted =
    seconds === 0
      ? time
      : isNow && seconds < 0
        ? call("ago", timespan(-seconds))
        : operation(seconds < 0 ? "-" : "+", time, timespan(Math.abs(seconds)));
  switch (snap) {
    case undefined:
      return shifted;
    case "day":
      return call("startofday", shifted);
    case "hour":
      return call("bin", shifted, timespan(3600));
    case "minute":
      return call("bin", shifted, timespan(60));
    default:
      return call("bin", shifted, timespan(1));
  }
}

/** A point in time relative to now: `ago(70m)`. */
export function fromNow(modifier: string): Expression | undefined {
  return relativeTo(call("now"), modifier);
}

/** The offset without what it snaps to. */
export function withoutSnap(modifier: string): string {
  const [offset = ""] = modifier.split("@");
  return offset === "" ? "now" : offset;
}
