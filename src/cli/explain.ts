import { statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { Command } from "commander";
import { understand, understandHead } from "../compile.js";
import { emptySpan } from "../content/content-file.js";
import type { Detection } from "../detection/detection.js";
import { buildDiagnostics } from "../diagnostics/codes/build.js";
import { evaluateDiagnostics } from "../diagnostics/codes/evaluate.js";
import { hasErrors } from "../diagnostics/diagnostic.js";
import { diagnosticRecord } from "../diagnostics/render/json.js";
import { explain, type Explanation } from "../explain/explain.js";
import { locate } from "../source/locate.js";
import { probe } from "../witness/probe.js";
import { rootOf } from "./content-root.js";
import { witnessRecord, witnessText } from "./explain-witness.js";
import { exitStatus, type ExitStatus, exitStatusHelp } from "./exit-status.js";
import { formatOption } from "./options.js";
import { loadProject } from "./project.js";
import { reportFailure, type Format } from "./report.js";
import { lookupRows } from "./search-context.js";
import type { Terminal } from "./terminal.js";

interface ExplainOptions {
  readonly source?: string;
  readonly format: Format;
  readonly witness?: boolean;
}

/** `detc explain`: what a detection's search was understood to do, step by step. */
export function explainCommand(terminal: Terminal, done: (status: ExitStatus) => void): Command {
  return new Command("explain")
    .summary("tell step by step what a detection's search does")
    .description(
      "Tells what the search of a detection was understood to do, with the columns after each step.",
    )
    .argument("<detection>", "a detection's YAML file")
    .option("--source <id>", "the log source of a search that names none, e.g. windows.sysmon")
    .option("--witness", "also show events that fire it, and the changes of one field that stop it")
    .addOption(formatOption())
    .addHelpText("after", exitStatusHelp("the search is invalid or cannot be read as a plan"))
    .action(async (path: string, options: ExplainOptions) =>
      done(await explainFile(path, options, terminal)),
    );
}

async function explainFile(
  path: string,
  { source, format, witness = false }: ExplainOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const file = resolve(terminal.folder, path);
  const root = statSync(file, { throwIfNoEntry: false })?.isFile() === true ? rootOf(file) : undefined;
  if (root === undefined) {
    reportFailure([buildDiagnostics["no-such-detection"](emptySpan(path), { path })], terminal, format);
    return exitStatus.invalid;
  }
  const { project, diagnostics } = await loadProject({ root, ...(source === undefined ? {} : { source }) });
  const name = relative(root, file).split(sep).join("/");
  const detection = project?.compiler.content.detections.find((each) => each.path === name);
  if (project === undefined || detection === undefined) {
    const own = diagnostics.filter(({ span }) => project === undefined || locate(span).file.name === name);
    const missing = buildDiagnostics["no-such-detection"](emptySpan(path), { path });
    reportFailure(own.length > 0 ? own : [missing], terminal, format);
    return exitStatus.invalid;
  }
  const understood = understand(detection.search.source, project.compiler);
  const complete = understood.plan !== undefined && !hasErrors(understood.diagnostics);
  const plan = complete ? understood.plan : understandHead(understood, project.compiler);
  if (plan === undefined) {
    reportFailure(understood.diagnostics, terminal, format);
    return exitStatus.invalid;
  }
  const steps = explain(plan);
  const { catalog, content } = project.compiler;
  const options = { seed: 1, now: 1_700_000_000, catalog, lookups: lookupRows(content.lookups) };
  const found = witness && complete ? probe(plan, options) : undefined;
  if (witness && complete && found === undefined)
    reportFailure([evaluateDiagnostics["no-witness"](detection.search.span, {})], terminal, format);
  switch (format) {
    case "json":
      terminal.out(
        `${JSON.stringify({ id: detection.id, name: detection.name, complete, steps: steps.map(record), ...(found === undefined ? {} : { witness: witnessRecord(found) }), diagnostics: understood.diagnostics.map(diagnosticRecord) }, undefined, 2)}\n`,
      );
      break;
    case "text":
    case "github":
    case "sarif":
      reportFailure(understood.diagnostics, terminal, format);
      terminal.out(text(detection, steps, complete));
      if (found !== undefined) terminal.out(witnessText(found));
  }
  return complete ? exitStatus.done : exitStatus.invalid;
}

/** A data model has dozens of columns; naming all of them would hide what the search does. */
const mostColumns = 12;

function text({ name }: Detection, steps: readonly Explanation[], complete: boolean): string {
  const rest = complete ? [] : ["the rest is refused"];
  return [name, ...lines(steps, ""), ...rest].join("\n").concat("\n");
}

function lines(steps: readonly Explanation[], indent: string): readonly string[] {
  return steps.flatMap((step, index) => [
    `${indent}${String(index + 1)}. ${step.words}`,
    `${indent}   line ${String(locate(step.span).start.line)}; ${columnWords(step)}`,
    ...step.inputs.flatMap((input) => lines(input, `${indent}   | `)),
  ]);
}

function columnWords({ columns, open, removed }: Explanation): string {
  const shown = columns.slice(0, mostColumns).map(({ name }) => name);
  const more = columns.length - shown.length;
  const listed = `${shown.join(", ")}${more > 0 ? ` and ${String(more)} more` : ""}`;
  const own = listed === "" ? "" : `, and ${listed}`;
  const lost = removed.length === 0 ? "" : `, without ${removed.join(", ")}`;
  switch (open) {
    case "fields":
      return `columns: those of the events${lost}${own}`;
    case "values":
      return `columns: those that values name${own}`;
    case false:
      return `columns: ${listed}`;
  }
}

function record({ step, words, columns, open, removed, span, inputs }: Explanation): unknown {
  const { start } = locate(span);
  return {
    step,
    words,
    line: start.line,
    column: start.column,
    open: open !== false,
    removed,
    columns,
    inputs: inputs.map((input) => input.map(record)),
  };
}
