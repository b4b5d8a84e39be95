import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import { compile, type Compiler } from "../compile.js";
import { emptySpan } from "../content/content-file.js";
import { configurationFile } from "../content/load-configuration.js";
import { defaultDeployment } from "../detection/deployment.js";
import type { Detection } from "../detection/detection.js";
import { severityOf } from "../detection/severity.js";
import { buildDiagnostics } from "../diagnostics/codes/build.js";
import { contentDiagnostics } from "../diagnostics/codes/content.js";
import { diagnosticRecord } from "../diagnostics/render/json.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceText } from "../source/source-text.js";
import { exitStatus, type ExitStatus, exitStatusHelp } from "./exit-status.js";
import { formatOption } from "./options.js";
import { loadProject } from "./project.js";
import { reportFailure, type Format } from "./report.js";
import type { Terminal } from "./terminal.js";

interface TranslateOptions {
  readonly to: string;
  readonly source?: string;
  readonly root?: string;
  readonly format: Format;
}

/** Characters of a search; the longest public one has 12,000. */
const longestSearch = 1024 * 1024;

/** `detc translate`: one search in, one query out. */
export function translateCommand(terminal: Terminal, done: (status: ExitStatus) => void): Command {
  return new Command("translate")
    .summary("translate one search; the query is written to standard output")
    .description(
      "Translates one search, given as an argument or on standard input, and writes the query to standard output " +
        "and everything else to standard error. Macros and lookups come from the content repository in the current " +
        "folder, if there is one.",
    )
    .argument("[search]", "the search, in Splunk's language (default: standard input)")
    .addOption(new Option("--to <target>", "the target").makeOptionMandatory())
    .option(
      "--source <id>",
      "the log source of a search that names none, e.g. windows.sysmon, or category=dns_query,product=windows",
    )
    .option("--root <folder>", "the content repository whose macros and lookups the search uses")
    .addOption(formatOption())
    .addHelpText(
      "after",
      "\nExample:\n  detc translate 'index=main EventCode=1 Image=\"*\\\\rundll32.exe\"' --source windows.sysmon --to sigma\n" +
        exitStatusHelp("the search is invalid or refused"),
    )
    .action(async (search: string | undefined, options: TranslateOptions) =>
      done(await translate(search, options, terminal)),
    );
}

async function translate(
  argument: string | undefined,
  { to, source, root, format }: TranslateOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const fail = (diagnostics: readonly Diagnostic[]): ExitStatus => {
    reportFailure(diagnostics, terminal, format);
    return exitStatus.invalid;
  };
  const read = argument === undefined ? await searchFromInput(terminal) : checkSearch(argument);
  if (read.search === undefined) return fail([read.diagnostic]);

  const folder = resolve(terminal.folder, root ?? ".");
  const { project, diagnostics } = await loadProject({
    root: folder,
    content: root !== undefined || isContentRoot(folder),
    targets: [to],
    ...(source === undefined ? {} : { source }),
  });
  if (project === undefined) return fail(diagnostics);

  const { outcome, target } = translateSearch(read.search, project.compiler);
  const result = outcome.targets.get(target);
  if (result?.status !== "compiled") return fail(result?.diagnostics ?? []);
  const { query } = result;
  switch (format) {
    case "json":
      terminal.out(
        `${JSON.stringify({ ...query, diagnostics: result.diagnostics.map(diagnosticRecord) }, undefined, 2)}\n`,
      );
      break;
    case "text":
    case "github":
    case "sarif":
      reportFailure(result.diagnostics, terminal, format);
      for (const { what } of query.dropped)
        terminal.err(`${terminal.paint.information("left out")}: ${what} (only decorates the result)\n`);
      terminal.out(`${query.text.trimEnd()}\n`);
  }
  return exitStatus.done;
}

/** Compiles one search for the target that the compiler has. */
export function translateSearch(search: SourceText, compiler: Compiler) {
  const [configured] = compiler.targets;
  if (configured === undefined) throw new Error("a target that is known has not been configured");
  const detection = bareDetection(search);
  return { detection, outcome: compile(detection, compiler), target: configured.target.id };
}

type ReadSearch =
  | { readonly search: SourceText; readonly diagnostic?: never }
  | { readonly search?: never; readonly diagnostic: Diagnostic };

async function searchFromInput(terminal: Terminal): Promise<ReadSearch> {
  const bytes = await terminal.input();
  if (bytes === undefined) return checkSearch("");
  try {
    return checkSearch(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return { diagnostic: contentDiagnostics["invalid-utf8"](emptySpan(searchName), {}) };
  }
}

const searchName = "<search>";

function checkSearch(text: string): ReadSearch {
  if (text.trim() === "") return { diagnostic: buildDiagnostics["no-search"](emptySpan(searchName), {}) };
  return text.length > longestSearch
    ? {
        diagnostic: buildDiagnostics["search-too-large"](emptySpan(searchName), {
          size: text.length,
          limit: longestSearch,
        }),
      }
    : { search: { name: searchName, text } };
}

/** Only a real content repository is read without being asked for. */
function isContentRoot(folder: string): boolean {
  return existsSync(join(folder, configurationFile)) || existsSync(join(folder, "detections"));
}

/** A search alone, as the detection that a target's wrapper asks for. */
function bareDetection(search: SourceText): Detection {
  const span = { source: search, start: 0, end: search.text.length };
  const { schedule, alertAction } = defaultDeployment("Hunting", span);
  return {
    id: "00000000-0000-0000-0000-000000000000",
    name: "translated search",
    version: 1,
    date: "2000-01-01",
    author: "",
    status: "production",
    type: "Hunting",
    description: "",
    dataSources: [],
    search: { source: search, span },
    howToImplement: "",
    falsePositives: "",
    references: [],
    drilldowns: [],
    risk: { message: "", objects: [], threats: [], score: 0, severity: severityOf(0), format: "none" },
    tags: {
      analyticStories: [],
      assetType: "",
      cve: [],
      atomicGuids: [],
      techniques: [],
      products: [],
      securityDomain: "",
    },
    tests: [],
    schedule,
    alertAction,
    enabledByDefault: false,
    targets: { skip: [], require: [] },
    file: search,
    path: search.name,
    category: "uncategorized",
    stem: "translated_search",
  };
}
