import { relative, resolve } from "node:path";
import { Command } from "commander";
import { compileProject, manifestText } from "./compile-project.js";
import { exitStatus, type ExitStatus } from "./exit-status.js";
import { findingsOf } from "./findings.js";
import { formatOption, targetOption } from "./options.js";
import { checkOutputFolder, replaceOutputFolder } from "./output-folder.js";
import { loadProject } from "./project.js";
import { reportAnnotations, reportFailure, reportFrames, type Format } from "./report.js";
import { summaryTable } from "./summary-table.js";
import type { Terminal } from "./terminal.js";

interface BuildOptions {
  readonly out?: string;
  readonly target?: readonly string[];
  readonly keepGoing?: boolean;
  readonly format: Format;
  readonly verbose?: boolean;
}

/** `detc build`: compiles a content repository and replaces the output folder. */
export function buildCommand(terminal: Terminal, done: (status: ExitStatus) => void): Command {
  return new Command("build")
    .summary("compile a content repository into rules for every target")
    .description(
      "Compiles the detections of a content repository (folders detections, macros, lookups, … under root or " +
        "root/detections) for every target, and replaces the output folder. A detection that a target cannot hold " +
        "exactly is refused for it, with the reason; that alone is no failure.",
    )
    .argument("[root]", "the content repository", ".")
    .option("-o, --out <folder>", "the output folder (default: that of detc.yml, else dist)")
    .addOption(targetOption())
    .option("--keep-going", "write what is good although something else is invalid")
    .addOption(formatOption())
    .option("--verbose", "show every diagnostic with its place, also those of refusals")
    .addHelpText("after", "\nExit status: 0 done, 1 something is invalid or required and refused, 2 a bug.")
    .action(async (root: string, options: BuildOptions) => done(await build(root, options, terminal)));
}

async function build(root: string, options: BuildOptions, terminal: Terminal): Promise<ExitStatus> {
  const { format, verbose = false, keepGoing = false, target } = options;
  const { project, diagnostics } = await loadProject({
    root: resolve(terminal.folder, root),
    ...(target === undefined ? {} : { targets: target }),
  });
  if (project === undefined) {
    reportFailure(diagnostics, terminal, format);
    return exitStatus.invalid;
  }
  const out = options.out === undefined ? project.configuration.out : resolve(terminal.folder, options.out);
  const foreign = checkOutputFolder(out);
  if (foreign !== undefined) {
    reportFailure([foreign], terminal, format);
    return exitStatus.invalid;
  }

  const { compilation, manifest } = compileProject(project, terminal);
  const findings = findingsOf(compilation, diagnostics);
  const failed = findings.some(({ kind }) => kind === "failure");
  const write = !failed || keepGoing;
  const problem = write
    ? replaceOutputFolder(out, [
        ...compilation.artifacts,
        { path: "manifest.json", text: manifestText(manifest) },
      ])
    : undefined;
  if (problem !== undefined) {
    reportFailure([problem], terminal, format);
    return exitStatus.invalid;
  }

  const { out: print, err, paint, width } = terminal;
  switch (format) {
    case "json":
      print(manifestText(manifest));
      break;
    case "github":
      reportAnnotations(findings, terminal, relative(terminal.folder, resolve(terminal.folder, root)));
      break;
    case "text": {
      reportFrames(findings, terminal, { verbose, refusals: verbose });
      print(`${summaryTable(manifest, paint, width)}\n`);
      const shown = relative(terminal.folder, out) || ".";
      const files = compilation.artifacts.length + 1;
      if (write) print(`\n${files} files are in ${shown}\n`);
      else err(`\nnothing was written; --keep-going writes what is good\n`);
    }
  }
  return failed ? exitStatus.invalid : exitStatus.done;
}
