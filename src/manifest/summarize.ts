import type { Manifest, ManifestResult } from "./manifest.js";

/** How many detections have each status, for one target. */
export type StatusCounts = Readonly<Record<ManifestResult["status"], number>>;

/** Detections refused for one target with the same code and message. */
export interface RefusalReason {
  readonly target: string;
  readonly code: string;
  readonly message: string;
  readonly count: number;
}

export function countStatuses(manifest: Manifest, target: string): StatusCounts {
  const counts = { compiled: 0, refused: 0, skipped: 0, invalid: 0 };
  for (const { targets } of manifest.detections) {
    const result = targets[target];
    if (result !== undefined) counts[result.status] += 1;
  }
  return counts;
}

/** Why detections were refused, the most frequent reason of each target first. Each counts once a detection. */
export function refusalReasons(manifest: Manifest): readonly RefusalReason[] {
  const reasons = new Map<string, RefusalReason>();
  for (const { targets } of manifest.detections)
    for (const [target, { status, diagnostics }] of Object.entries(targets)) {
      if (status !== "refused") continue;
      const own = new Map<string, RefusalReason>();
      for (const { severity, code, message } of diagnostics)
        if (severity === "error")
          own.set(`${target}\0${code}\0${message}`, { target, code, message, count: 1 });
      for (const [key, reason] of own)
        reasons.set(key, { ...reason, count: (reasons.get(key)?.count ?? 0) + 1 });
    }
  const position = (target: string): number => manifest.targets.indexOf(target);
  return [...reasons.values()].sort(
    (a, b) =>
      position(a.target) - position(b.target) ||
      b.count - a.count ||
      (`${a.code}\0${a.message}` < `${b.code}\0${b.message}` ? -1 : 1),
  );
}
