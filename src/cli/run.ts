import { relative, resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Understood } from "../understood.js";
import { emptySpan } from "../content/content-file.js";
import { readFailure } from "../content/read-file.js";
import { evaluateDiagnostics } from "../diagnostics/codes/evaluate.js";
import { hasErrors, type Diagnostic } from "../diagnostics/diagnostic.js";
import { warnOfAssumedFields } from "../ingest/assumed-fields.js";
import { startEvaluation } from "../evaluate/evaluate.js";
import { lineTest } from "../evaluate/required-words.js";
import { lookupWithRows, rowsOfCsv } from "../evaluate/lookup-rows.js";
import { resolveTime } from "../evaluate/time/relative-time.js";
import { fieldsOf, expressionsOf } from "../plan/expression-visitor.js";
import type { LogicalPlan } from "../plan/plan.js";
import { walkExpression } from "../plan/expression-visitor.js";
import { walkPlan } from "../plan/visitor.js";
import type { SourceText } from "../source/source-text.js";
import { EventRouter } from "../testing/event-router.js";
import { recordedCatalog } from "../testing/recorded-catalog.js";
import { readEvents } from "./events/read-events.js";
import { readAll, standardInput } from "./events/read-lines.js";
import { exitStatus, type ExitStatus, exitStatusHelp } from "./exit-status.js";
import { loadProject, type Project } from "./project.js";
import { reportFailure } from "./report.js";
import { rowFormats, rowWriter, type RowFormat } from "./rows.js";
import {
  contentRootOf,
  ingestRules,
  lookupRows,
  understandRecorded,
  withGivenRows,
} from "./search-context.js";
import type { Terminal } from "./terminal.js";

interface RunOptions {
  readonly search?: string;
  readonly sourcetype?: string;
  readonly logSource?: string;
  readonly root?: string;
  readonly now?: number;
  readonly lookup?: readonly LookupFile[];
  readonly format: RowFormat;
}

/** Lines that are no events are shown one by one up to this many. */
const mostBadLines = 10;

/** `detc run`: a search over log files, without Splunk. */
export function runCommand(terminal: Terminal, done: (status: ExitStatus) => void): Command {
  return new Command("run")
    .summary("run a detection or a search over log files")
    .description(
      "Runs the search of a detection, or one given with --search, over log files and writes the rows to standard " +
        "output. A file holds one JSON object a line, whose keys are the fields (`_time` in epoch seconds or ISO " +
        "8601); with --sourcetype it is a raw log, read as Splunk would. Files may be zipped with gzip and of any size.",
    )
    .argument(
      "<file...>",
      "the detection and the log files, - for standard input; with --search only log files",
    )
    .option("-s, --search <search>", "the search, in Splunk's language")
    .option("--sourcetype <name>", "the Splunk sourcetype of the log files, e.g. XmlWinEventLog")
    .option("--log-source <name>", "the Splunk source of the log files (default: their path)")
    .option("--root <folder>", "the content repository whose macros and lookups the search uses")
    .addOption(
      new Option("--lookup <name=file>", "the rows of a lookup, as CSV; may be repeated").argParser(
        readLookup,
      ),
    )
    .option("--now <time>", "the moment the search runs at, in epoch seconds or ISO 8601", readMoment)
    .addOption(new Option("--format <format>", "how rows are written").choices(rowFormats).default("table"))
    .addHelpText(
      "after",
      "\nExample:\n  detc run --search 'status>499 | stats count by host' access.json.gz --format csv\n" +
        exitStatusHelp("the search or a file cannot be read"),
    )
    .action(async (files: readonly string[], options: RunOptions) =>
      done(await run(files, options, terminal)),
    );
}

interface LookupFile {
  readonly name: string;
  readonly path: string;
}

function readLookup(text: string, earlier: readonly LookupFile[] | undefined): readonly LookupFile[] {
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1)
    throw new InvalidArgumentError("It is not of the form name=file.csv.");
  return [...(earlier ?? []), { name: text.slice(0, at), path: text.slice(at + 1) }];
}

function readMoment(text: string): number {
  const moment = resolveTime(text, 0) ?? Date.parse(text) / 1000;
  if (Number.isNaN(moment)) throw new InvalidArgumentError("It is neither epoch seconds nor ISO 8601.");
  return moment;
}

async function run(files: readonly string[], options: RunOptions, terminal: Terminal): Promise<ExitStatus> {
  const [first = "", ...others] = files;
  const paths = options.search === undefined ? others : files;
  const detectionPath = options.search === undefined ? resolve(terminal.folder, first) : undefined;
  const root =
    options.root === undefined
      ? contentRootOf(detectionPath ?? terminal.folder)
      : resolve(terminal.folder, options.root);
  const { project, diagnostics } = await loadProject({
    root: root ?? terminal.folder,
    content: root !== undefined,
  });
  if (project === undefined) return fail(diagnostics, terminal);

  const found = searchOf(options.search, detectionPath, root, project);
  if ("diagnostics" in found) return fail(found.diagnostics, terminal);
  const understood = understandRecorded(found.search, project.compiler);
  if (understood.plan === undefined) return fail(understood.diagnostics, terminal);
  reportFailure(understood.diagnostics, terminal, "text");
  return evaluateFiles(understood.plan, understood, paths, project, options, terminal);
}

function fail(diagnostics: readonly Diagnostic[], terminal: Terminal): ExitStatus {
  reportFailure(diagnostics, terminal, "text");
  return exitStatus.invalid;
}

type FoundSearch = { readonly search: SourceText } | { readonly diagnostics: readonly Diagnostic[] };

function searchOf(
  search: string | undefined,
  detectionPath: string | undefined,
  root: string | undefined,
  { compiler, diagnostics }: Project,
): FoundSearch {
  if (search !== undefined) return { search: { name: "<search>", text: search } };
  const path = detectionPath ?? "";
  const wanted = root === undefined ? path : relative(root, path).replaceAll("\\", "/");
  const detection = compiler.content.detections.find((candidate) => candidate.path === wanted);
  if (detection !== undefined) return { search: detection.search.source };
  // What is wrong with the file itself says more than that it was not read.
  const own = diagnostics.filter(({ span }) => span.source.name.endsWith(wanted));
  return {
    diagnostics: hasErrors(own)
      ? own
      : [evaluateDiagnostics["no-such-detection"](emptySpan(path), { path: wanted })],
  };
}

async function evaluateFiles(
  written: LogicalPlan,
  understood: Understood,
  paths: readonly string[],
  { compiler }: Project,
  options: RunOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const now = options.now ?? Math.floor(Date.now() / 1000);
  const rules = ingestRules(now);
  const { sourcetype, logSource } = options;
  const { catalog } = recordedCatalog(compiler.catalog, understood.source);
  const router = new EventRouter(catalog, sourcetype === undefined ? [] : (await rules()).dataModels);
  const lookups = new Map(lookupRows(compiler.content.lookups));
  for (const { name, path } of options.lookup ?? [])
    try {
      const rows = rowsOfCsv(await readAll(resolve(terminal.folder, path)));
      lookups.set(name, lookupWithRows(rows, compiler.content.lookups.get(name)));
    } catch (thrown) {
      const { reason } = readFailure(thrown);
      return fail([evaluateDiagnostics["file-not-readable"](emptySpan(path), { path, reason })], terminal);
    }
  const { plan } = withGivenRows({ plan: written }, compiler.catalog, lookups);
  const writer = rowWriter(
    options.format,
    plan.row.open ? undefined : [...plan.row.columns.keys()],
    terminal.out,
  );
  const problems: Diagnostic[] = [];
  const evaluation = startEvaluation(
    plan,
    { now, lookups, report: (problem) => problems.push(problem) },
    (row) => writer.write(row),
  );
  if (sourcetype !== undefined)
    problems.push(...warnOfAssumedFields(plan, { source: logSource ?? "", sourcetype }, await rules()));
  const mayMatter = lineTest(plan, (scan) => router.readsAsIs(scan));
  const reading = { rules, raw: readsRaw(plan), ...(mayMatter === undefined ? {} : { mayMatter }) };
  for (const path of paths) {
    const onBadLine = (line: number, reason: string): void => {
      problems.push(evaluateDiagnostics["not-an-event"](emptySpan(path), { line, reason }));
    };
    try {
      const file = {
        path: path === standardInput ? path : resolve(terminal.folder, path),
        source: logSource ?? path,
        ...(sourcetype === undefined ? {} : { sourcetype }),
      };
      for await (const events of readEvents(file, { ...reading, onBadLine })) {
        for (const event of events) evaluation.push(event, (scan) => router.viewFor(scan, event));
        if (evaluation.done) break;
      }
    } catch (thrown) {
      const { reason } = readFailure(thrown);
      problems.push(evaluateDiagnostics["file-not-readable"](emptySpan(path), { path, reason }));
    }
  }
  evaluation.finish();
  writer.end();
  const badLines = problems.filter(({ code }) => code === "evaluate/not-an-event");
  const hidden = new Set(badLines.slice(mostBadLines));
  reportFailure(
    problems.filter((problem) => !hidden.has(problem)),
    terminal,
    "text",
  );
  if (hidden.size > 0) terminal.err(`and ${String(hidden.size)} more lines that are no events\n`);
  return hasErrors(problems) ? exitStatus.invalid : exitStatus.done;
}

/** Whether a plan looks at the raw event: only then do JSON events need their line as that. */
function readsRaw(plan: LogicalPlan): boolean {
  let found = false;
  walkPlan(plan, (step) => {
    for (const expression of expressionsOf(step)) {
      if (fieldsOf(expression).has("_raw")) found = true;
      walkExpression(expression, (part) => {
        if (part.kind === "term") found = true;
      });
    }
    if (step.kind === "project" && step.columns.includes("_raw")) found = true;
  });
  return found;
}
