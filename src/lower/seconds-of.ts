import type { SpanArgument } from "../../grammar/ast.js";

const lengths = { second: 1, minute: 60, hour: 3600, day: 86_400 } as const;

/** The length of a span in seconds; `undefined` for one that is empty, snaps, or has a unit of no fixed length. */
export function secondsOf({ amount, unit, snap }: SpanArgument): number | undefined {
  if (snap !== undefined || !(amount > 0)) return undefined;
  if (unit === undefined) return amount;
  return unit === "second" || unit === "minute" || unit === "hour" || unit === "day"
    ? amount * lengths[unit]
    : undefined;
}
