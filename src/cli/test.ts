import { statSync, writeFileSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { emptySpan } from "../content/content-file.js";
import { loadConfiguration } from "../content/load-configuration.js";
import { readFailure } from "../content/read-file.js";
import type { Detection, DetectionTest } from "../detection/detection.js";
import { formatDiagnostics } from "../diagnostics/codes/format.js";
import { evaluateDiagnostics } from "../diagnostics/codes/evaluate.js";
import type { Understood } from "../understood.js";
import { warnOfAssumedFields } from "../ingest/assumed-fields.js";
import type { IngestRules } from "../ingest/rules.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { LookupTable } from "../content/model.js";
import { lookupWithRows, type LookupRows } from "../evaluate/lookup-rows.js";
import type { Event, EventValue } from "../evaluate/value.js";
import { EventRouter } from "../testing/event-router.js";
import { recordedCatalog } from "../testing/recorded-catalog.js";
import { withRaw } from "../testing/generated-tests.js";
import { nowOf, runTest, type TestEvents, type TestResult } from "../testing/run-test.js";
import { findRecording, type AttackDataOptions } from "./attack-data.js";
import { readEvents } from "./events/read-events.js";
import { generateTests } from "./generate-tests.js";
import { exitStatus, type ExitStatus, exitStatusHelp } from "./exit-status.js";
import { loadProject, type Project } from "./project.js";
import { clearProgress, drawProgress } from "./progress.js";
import { reportFailure } from "./report.js";
import {
  contentRootOf,
  ingestRules,
  lookupRows,
  understandRecorded,
  withGivenRows,
} from "./search-context.js";
import { countOf, testReportJson, testReportJunit, type TestReport } from "./test-report.js";
import type { Terminal } from "./terminal.js";
import { runAndRepeat } from "./watch.js";

interface TestOptions {
  readonly root?: string;
  readonly cache: string;
  readonly download?: boolean;
  readonly junit?: string;
  readonly watch?: boolean;
  readonly format: "text" | "json";
  readonly verbose?: boolean;
  readonly generate?: boolean;
  readonly seed: number;
}

/** `detc test`: the tests of detections, without Splunk. */
export function testCommand(terminal: Terminal, done: (status: ExitStatus) => void): Command {
  return new Command("test")
    .summary("run the tests of detections over recorded or written events")
    .description(
      "Runs the `tests:` of detections: recordings (`attack_data`) from a path or the cache, or `events:` written in " +
        "the test with what they have to give (`expect:` with `rows` and `values`). Without `expect` the search has to " +
        "give a row. A recording that is not here is skipped.",
    )
    .argument(
      "[paths...]",
      "detections, folders of them, or the content repository (default: the current folder)",
    )
    .option("--root <folder>", "the content repository (default: the one that the first path lies in)")
    .option("--cache <folder>", "where downloaded recordings lie", ".detc-cache")
    .option("--download", "fetch recordings that are given by a URL and not in the cache")
    .option("--junit <file>", "also write the results as JUnit XML")
    .option("--generate", "write events made for a detection into its tests: one that fires, and near misses")
    .addOption(
      new Option("--seed <number>", "with --generate: the same number gives the same events")
        .argParser(seedArgument)
        .default(1),
    )
    .option("--watch", "run again when a file of the content repository changes")
    .addOption(
      new Option("--format <format>", "how results are written").choices(["text", "json"]).default("text"),
    )
    .option("--verbose", "list tests that passed and detections without a test, too")
    .addHelpText("after", exitStatusHelp("a test failed or something is invalid", "no test failed"))
    .action(async (paths: readonly string[], options: TestOptions) => {
      if (options.generate === true) {
        done(await generateTests(paths, options.seed, terminal));
        return;
      }
      const run = async (): Promise<void> => done(await test(paths, options, terminal));
      if (options.watch !== true) return run();
      const wanted = (paths.length === 0 ? ["."] : paths).map((path) => resolve(terminal.folder, path));
      const root = rootOf(wanted, options, terminal);
      const folder = statSync(root).isDirectory() ? root : resolve(root, "..");
      const out = loadConfiguration(folder).configuration?.out ?? "dist";
      await runAndRepeat(folder, [basename(out)], terminal, run);
    });
}

function seedArgument(text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw new InvalidArgumentError("A seed is a whole number of at most nine digits.");
  return Number(text);
}

async function test(paths: readonly string[], options: TestOptions, terminal: Terminal): Promise<ExitStatus> {
  const started = performance.now();
  const wanted = (paths.length === 0 ? ["."] : paths).map((path) => resolve(terminal.folder, path));
  const root = rootOf(wanted, options, terminal);
  const { project, diagnostics } = await loadProject({ root });
  if (project === undefined) {
    reportFailure(diagnostics, terminal, "text");
    return exitStatus.invalid;
  }
  const { content } = project.compiler;
  const detections = content.detections.filter(({ path, status }) => {
    const full = resolve(root, path);
    return status !== "deprecated" && wanted.some((place) => full === place || isWithin(full, place));
  });
  const invalid = diagnostics.filter(
    ({ severity, span }) =>
      severity === "error" && wanted.some((place) => isWithin(resolve(root, span.source.name), place)),
  );
  if (detections.length === 0 && invalid.length === 0) {
    const [path = "."] = paths;
    reportFailure([evaluateDiagnostics["no-such-detection"](emptySpan(path), { path })], terminal, "text");
    return exitStatus.invalid;
  }
  reportFailure(invalid, terminal, "text");

  const results = await runAll(detections, project, { ...options, root, terminal });
  const report: TestReport = {
    results,
    untested: detections.filter(({ tests }) => tests.length === 0).map(({ path }) => path),
    seconds: (performance.now() - started) / 1000,
  };
  const unwritten = writeJunit(options.junit, report, terminal);
  if (options.format === "json") terminal.out(testReportJson(report));
  else showReport(report, options.verbose === true, terminal);
  reportFailure(unwritten, terminal, "text");
  return countOf(results, "failed") + invalid.length + unwritten.length > 0
    ? exitStatus.invalid
    : exitStatus.done;
}

function writeJunit(
  file: string | undefined,
  report: TestReport,
  { folder }: Terminal,
): readonly Diagnostic[] {
  if (file === undefined) return [];
  try {
    writeFileSync(resolve(folder, file), testReportJunit(report));
    return [];
  } catch (thrown) {
    return [formatDiagnostics.unwritable(emptySpan(file), { reason: readFailure(thrown).reason })];
  }
}

function rootOf(wanted: readonly string[], { root }: TestOptions, { folder }: Terminal): string {
  if (root !== undefined) return resolve(folder, root);
  return contentRootOf(wanted[0] ?? folder) ?? wanted[0] ?? folder;
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!way.startsWith("..") && way !== path);
}

interface RunAllOptions extends TestOptions {
  readonly root: string;
  readonly terminal: Terminal;
}

async function runAll(
  detections: readonly Detection[],
  { compiler }: Project,
  options: RunAllOptions,
): Promise<readonly TestResult[]> {
  const { terminal, root, cache, download = false } = options;
  const recordings: AttackDataOptions = { root, cache: resolve(terminal.folder, cache), download };
  const lookups = lookupRows(compiler.content.lookups);
  const rules = ingestRules(0);
  const results: TestResult[] = [];
  for (const [index, detection] of detections.entries()) {
    drawProgress("testing", index, detections.length, terminal);
    if (detection.tests.length === 0) continue;
    const understood = understandRecorded(detection.search.source, compiler);
    const { catalog } = recordedCatalog(compiler.catalog, understood.source);
    for (const each of detection.tests) {
      const recorded = await eventsOf(each, recordings, rules);
      const needsRules = each.attackData.length > 0 && "events" in recorded;
      const router = new EventRouter(catalog, needsRules ? (await rules()).dataModels : []);
      const now = nowOf("events" in recorded ? recorded.events : []);
      const tables = new Map([...lookups, ...writtenLookups(each, compiler.content.lookups)]);
      const enriched = withGivenRows(understood, compiler.catalog, tables);
      const result = runTest(detection, each, enriched, recorded, router, { now, lookups: tables });
      const assumptions = needsRules ? assumptionsOf(understood, each, await rules()) : [];
      results.push({ ...result, diagnostics: [...assumptions, ...result.diagnostics] });
    }
  }
  clearProgress(terminal);
  return results;
}

/** What a search takes from its recordings although it is not known for sure. */
function assumptionsOf({ plan }: Understood, test: DetectionTest, rules: IngestRules): readonly Diagnostic[] {
  if (plan === undefined) return [];
  const kinds = new Map(test.attackData.map((recording) => [recording.sourcetype, recording]));
  return [...kinds.values()].flatMap((recording) => warnOfAssumedFields(plan, recording, rules));
}

/** The rows that a test gives to lookups. */
function writtenLookups(
  { lookups }: DetectionTest,
  tables: ReadonlyMap<string, LookupTable>,
): readonly (readonly [string, LookupRows])[] {
  return [...lookups].map(([name, rows]) => {
    const texts = rows.map(
      (row) =>
        new Map(
          Object.entries(row).flatMap(([column, value]) => textOfCell(value).map((text) => [column, text])),
        ),
    );
    return [name, lookupWithRows(texts, tables.get(name))];
  });
}

function textOfCell(value: EventValue): readonly string[] {
  return value === null || value === undefined || typeof value === "object" ? [] : [String(value)];
}

/** The events of a test: those written in it and those of its recordings. */
async function eventsOf(
  test: DetectionTest,
  options: AttackDataOptions,
  rules: ReturnType<typeof ingestRules>,
): Promise<TestEvents> {
  const events: Event[] = test.events.map(withRaw);
  for (const recording of test.attackData) {
    const found = await findRecording(recording, options);
    if (!("path" in found)) return found;
    const { sourcetype, source, host } = recording;
    try {
      const file = {
        path: found.path,
        source,
        ...(sourcetype === "" ? {} : { sourcetype }),
        ...(host === undefined ? {} : { host }),
      };
      const before = events.length;
      for await (const batch of readEvents(file, { rules, raw: true, onBadLine: () => undefined }))
        for (const event of batch) events.push(event);
      if (events.length === before) return { unreadable: `${recording.data} holds no event` };
    } catch (thrown) {
      return { unreadable: `${recording.data} cannot be read: ${readFailure(thrown).reason}` };
    }
  }
  return { events };
}

function showReport({ results, untested, seconds }: TestReport, verbose: boolean, terminal: Terminal): void {
  const { paint } = terminal;
  for (const { detection, test, status, reason, diagnostics } of results) {
    reportFailure(diagnostics, terminal, "text");
    if (status === "passed" && !verbose) continue;
    const label =
      status === "passed"
        ? paint.strong("passed")
        : status === "failed"
          ? paint.error("failed")
          : paint.warning("skipped");
    terminal.out(
      `${label} ${paint.place(detection.path)} ${test.name}${reason === undefined ? "" : `: ${reason}`}\n`,
    );
  }
  if (verbose)
    for (const path of untested) terminal.out(`${paint.warning("no test")} ${paint.place(path)}\n`);
  const counts = (["passed", "failed", "skipped"] as const)
    .map((status) => `${String(countOf(results, status))} ${status}`)
    .join(", ");
  const without = untested.length === 0 ? "" : `; ${String(untested.length)} detections have no test`;
  terminal.out(`${counts} in ${seconds.toFixed(1)} s${without}\n`);
}
