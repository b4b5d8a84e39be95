import type { SpanArgument, TimeUnit } from "../../../grammar/ast.js";
import type { Span } from "../../source/source-text.js";

/**
 * The widths that `timechart` takes by itself for the ranges of the time range picker; of other ranges no page says it.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Timechart
 */
const widths: readonly (readonly [earliest: RegExp, latest: string, amount: number, unit: TimeUnit])[] = [
  [/^-15m(@m)?$/u, "now", 10, "second"],
  [/^-(60m|1h)(@m)?$/u, "now", 1, "minute"],
  [/^-4h(@m)?$/u, "now", 5, "minute"],
  [/^-24h(@h)?$/u, "now", 30, "minute"],
  [/^-7d(@h)?$/u, "now", 1, "day"],
  [/^-30d(@d)?$/u, "now", 1, "day"],
  [/^-1y@y$/u, "@y", 1, "month"],
];

export function defaultSpan(
  range: { readonly earliest: string; readonly latest: string },
  span: Span,
): SpanArgument | undefined {
  const found = widths.find(([earliest, latest]) => earliest.test(range.earliest) && latest === range.latest);
  if (found === undefined) return undefined;
  const [, , amount, unit] = found;
  return { amount, unit, span };
}
