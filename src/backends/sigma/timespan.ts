import { sigmaDiagnostics } from "../../diagnostics/codes/sigma.js";
import type { Span } from "../../source/source-text.js";
import type { TimeRange } from "../../plan/plan.js";
import type { EventBranch } from "../../plan/shape/shape.js";
import type { BackendContext } from "../../target/backend.js";

/** What a correlation has to hold within one window. */
export interface Windowed {
  readonly branches: readonly EventBranch[];
  readonly bucketSeconds: number | undefined;
  /** The step of the search that counts or joins. */
  readonly span: Span;
}

/** The window that is counted over: the bucket of the search, or what one run looks at. */
export function timespanOf(
  { branches, bucketSeconds, span }: Windowed,
  context: BackendContext,
): string | undefined {
  const range = branches.map(({ scan }) => scan.time).find((time) => time !== undefined);
  const seconds = bucketSeconds ?? windowSeconds(range, context);
  if (seconds === undefined || seconds <= 0) {
    context.report(sigmaDiagnostics["no-window"](range?.span ?? context.detection.schedule.span, {}));
    return undefined;
  }
  const timespan = durationText(seconds);
  if (!context.settings.accept.has("windowing")) {
    context.report(sigmaDiagnostics.windowing(span, { timespan }));
    return undefined;
  }
  return timespan;
}

function windowSeconds(range: TimeRange | undefined, { detection }: BackendContext): number | undefined {
  const earliest = secondsAgo(range?.earliest ?? detection.schedule.earliest);
  const latest = secondsAgo(range?.latest ?? detection.schedule.latest);
  return earliest === undefined || latest === undefined || earliest.snap !== latest.snap
    ? undefined
    : earliest.seconds - latest.seconds;
}

const unitSeconds: ReadonlyMap<string, number> = new Map([
  ["s", 1],
  ["m", 60],
  ["h", 3600],
  ["d", 86_400],
  ["w", 604_800],
]);

/** How long before now a relative time is; the same snap at both ends leaves the width as it is. */
function secondsAgo(time: string): { readonly seconds: number; readonly snap: string } | undefined {
  if (time === "now" || time === "now()") return { seconds: 0, snap: "" };
  const found = /^-(\d+)([smhdw])(@\w+)?$/.exec(time);
  const unit = unitSeconds.get(found?.[2] ?? "");
  return found === null || unit === undefined
    ? undefined
    : { seconds: Number(found[1]) * unit, snap: found[3] ?? "" };
}

/** The longest unit that divides the seconds. */
function durationText(seconds: number): string {
  for (const unit of ["d", "h", "m"] as const) {
    const length = unitSeconds.get(unit) ?? 1;
    if (seconds % length === 0) return `${seconds / length}${unit}`;
  }
  return `${seconds}s`;
}
