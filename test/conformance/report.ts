/** What one engine said of the artifacts of one target. */
export interface EngineResult {
  readonly target: string;
  readonly engine: string;
  /** Artifacts that were handed to the engine. */
  readonly checked: number;
  readonly findings: readonly Finding[];
  /** Why the engine could not be had; then nothing was checked, and nothing counts as passed. */
  readonly unavailable?: string;
  /** Artifacts that an unavailable engine would have checked. */
  readonly notRun?: number;
}

export interface Finding {
  /** The artifact's path. */
  readonly id: string;
  readonly error: string;
}

/** One line for each engine, and below it each finding. */
export function formatResults(results: readonly EngineResult[]): string {
  return results
    .flatMap(({ target, engine, checked, findings, unavailable, notRun }) => {
      if (unavailable !== undefined)
        return [`${target} (${engine}): not run: ${String(notRun ?? 0)} artifacts (${unavailable})`];
      const rejected = new Set(findings.map(({ id }) => id)).size;
      return [
        `${target} (${engine}): ${String(checked - rejected)} of ${String(checked)} artifacts accepted`,
        ...findings.map(({ id, error }) => `  ${id}: ${error}`),
      ];
    })
    .join("\n");
}
