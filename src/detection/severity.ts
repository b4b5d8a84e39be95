import type { Severity } from "./detection.js";

/** ESCU's cut-offs: up to 20 informational, 40 low, 60 medium, 80 high, above that critical. */
export function severityOf(score: number): Severity {
  if (score <= 20) return "informational";
  if (score <= 40) return "low";
  if (score <= 60) return "medium";
  if (score <= 80) return "high";
  return "critical";
}
