import { diagnosticRecord } from "../diagnostics/render/json.js";
import type { TestResult } from "../testing/run-test.js";

/** All that a run of tests found. */
export interface TestReport {
  readonly results: readonly TestResult[];
  /** Paths of detections without a test. */
  readonly untested: readonly string[];
  readonly seconds: number;
}

export function countOf(results: readonly TestResult[], status: TestResult["status"]): number {
  return results.filter((result) => result.status === status).length;
}

/** The report as JSON: one record a test, and the detections without one. */
export function testReportJson({ results, untested }: TestReport): string {
  const record = {
    passed: countOf(results, "passed"),
    failed: countOf(results, "failed"),
    skipped: countOf(results, "skipped"),
    tests: results.map(({ detection, test, status, reason, rows, diagnostics }) => ({
      detection: detection.path,
      id: detection.id,
      test: test.name,
      status,
      rows,
      ...(reason === undefined ? {} : { reason }),
      diagnostics: diagnostics.map(diagnosticRecord),
    })),
    untested,
  };
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

/** The report as JUnit XML: one suite a detection. */
export function testReportJunit({ results, seconds }: TestReport): string {
  const suites = new Map<string, TestResult[]>();
  for (const result of results) {
    const suite = suites.get(result.detection.path) ?? [];
    suites.set(result.detection.path, suite);
    suite.push(result);
  }
  const body = [...suites].map(
    ([path, tests]) =>
      `  <testsuite name="${escape(path)}"${countsOf(tests)}>\n${tests.map(testCase).join("")}  </testsuite>\n`,
  );
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<testsuites name="detc"${countsOf(results)} time="${seconds.toFixed(3)}">\n${body.join("")}</testsuites>\n`
  );
}

function countsOf(tests: readonly TestResult[]): string {
  const failed = String(countOf(tests, "failed"));
  const skipped = String(countOf(tests, "skipped"));
  return ` tests="${String(tests.length)}" failures="${failed}" skipped="${skipped}"`;
}

function testCase({ detection, test, status, reason = "" }: TestResult): string {
  const start = `    <testcase classname="${escape(detection.name)}" name="${escape(test.name)}"`;
  switch (status) {
    case "passed":
      return `${start}/>\n`;
    case "failed":
      return `${start}><failure message="${escape(reason)}"/></testcase>\n`;
    case "skipped":
      return `${start}><skipped message="${escape(reason)}"/></testcase>\n`;
  }
}

function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
}
