import type { PcreFlags } from "./flags.js";
import type { PcreRepeat } from "./pcre.js";
import type { PcreReader } from "./pcre-reader.js";

/** PCRE2 repeats at most so often. */
const mostRepeats = 65_535;

export function isQuantifier(reader: PcreReader): boolean {
  return /^(?:[*+?]|\{\d+(?:,\d*)?\})/.test(reader.rest(16));
}

/** Takes `*`, `+?`, `{2,5}+` and the like, if one stands there. */
export function takeQuantifier(
  reader: PcreReader,
  flags: PcreFlags,
): Omit<PcreRepeat, "kind" | "body"> | undefined {
  const match = reader.takeMatch(/^(?:([*+?])|\{(\d+)(,?)(\d*)\})([?+]?)/);
  if (match === null) return undefined;
  const [, sign, low = "0", comma, high, suffix] = match;
  const minimum = sign === undefined ? Number(low) : sign === "+" ? 1 : 0;
  const maximum = sign === undefined ? upperBound(minimum, comma, high) : sign === "?" ? 1 : undefined;
  if (maximum !== undefined && maximum < minimum) reader.fail("the bounds of a quantifier are out of order");
  if (minimum > mostRepeats || (maximum ?? 0) > mostRepeats)
    reader.fail(`a bound of a quantifier is above ${mostRepeats}`);
  const mode = suffix === "+" ? "possessive" : (suffix === "?") !== flags.ungreedy ? "lazy" : "greedy";
  return { minimum, ...(maximum === undefined ? {} : { maximum }), mode };
}

function upperBound(
  minimum: number,
  comma: string | undefined,
  high: string | undefined,
): number | undefined {
  if (comma === "") return minimum;
  return high === undefined || high === "" ? undefined : Number(high);
}
