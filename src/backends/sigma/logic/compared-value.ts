import type { Compare } from "../../../plan/expression.js";

/** A number where both sides may be compared as numbers, so that `4688` and `"4688"` are one. */
export function comparedValue(
  value: string | number | boolean,
  mode: Compare["mode"],
): string | number | boolean {
  if (typeof value !== "string" || mode === "text") return mode === "text" ? String(value) : value;
  return /^-?(0|[1-9]\d{0,14})(\.\d*[1-9])?$/.test(value) ? Number(value) : value;
}
