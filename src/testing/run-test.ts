import type { Understood } from "../understood.js";
import type { Detection, DetectionTest } from "../detection/detection.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { hasErrors } from "../diagnostics/diagnostic.js";
import { startEvaluation, type EvaluationOptions } from "../evaluate/evaluate.js";
import type { Event, Row } from "../evaluate/value.js";
import type { EventRouter } from "./event-router.js";
import { failureOf } from "./expectation.js";

/** How a test of a detection ended. */
export interface TestResult {
  readonly detection: Detection;
  readonly test: DetectionTest;
  readonly status: "passed" | "failed" | "skipped";
  /** Why it failed or was skipped. */
  readonly reason?: string;
  readonly rows: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** The events of a test; why there are none yet, so that it is skipped; or what is wrong with them, so that it fails. */
export type TestEvents =
  { readonly events: readonly Event[] } | { readonly unavailable: string } | { readonly unreadable: string };

/** Runs the search of a detection over the events of one of its tests, and judges the rows. */
export function runTest(
  detection: Detection,
  test: DetectionTest,
  understood: Understood,
  recorded: TestEvents,
  router: EventRouter,
  options: EvaluationOptions,
): TestResult {
  const result = (
    status: TestResult["status"],
    reason: string | undefined,
    rows = 0,
    diagnostics: readonly Diagnostic[] = [],
  ): TestResult => ({
    detection,
    test,
    status,
    ...(reason === undefined ? {} : { reason }),
    rows,
    diagnostics,
  });
  const { plan } = understood;
  if (plan === undefined)
    return result("failed", "the search has no meaning here", 0, understood.diagnostics);
  if ("unavailable" in recorded) return result("skipped", recorded.unavailable);
  if ("unreadable" in recorded) return result("failed", recorded.unreadable);

  const problems: Diagnostic[] = [];
  const rows: Row[] = [];
  const evaluation = startEvaluation(
    plan,
    { ...options, report: (problem) => problems.push(problem) },
    (row) => rows.push(row),
  );
  for (const event of recorded.events) evaluation.push(event, (scan) => router.viewFor(scan, event));
  evaluation.finish();
  if (hasErrors(problems)) return result("failed", "the search cannot run as it is", rows.length, problems);
  const failure = failureOf(rows, test.expected);
  return result(failure === undefined ? "passed" : "failed", failure, rows.length, problems);
}

/** The moment that a test takes as now: right behind its newest event, so that `earliest=-1h` sees the recording. */
export function nowOf(events: readonly Event[]): number {
  let newest = 0;
  for (const { _time: time } of events) {
    const moment = typeof time === "string" || typeof time === "number" ? Number(time) : NaN;
    if (moment > newest) newest = moment;
  }
  return newest === 0 ? 1_700_000_000 : Math.floor(newest) + 1;
}
