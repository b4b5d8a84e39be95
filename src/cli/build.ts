import { basename, relative, resolve } from "node:path";
import { Command } from "commander";
import { loadConfiguration } from "../content/load-configuration.js";
import { buildProject } from "./build-project.js";
import { manifestText } from "./compile-project.js";
import { exitStatus, type ExitStatus, exitStatusHelp } from "./exit-status.js";
import { findingsFormatOption, targetOption } from "./options.js";
import { reportAnnotations, reportFailure, reportFrames, reportSarif, type Format } from "./report.js";
import { summaryTable } from "./summary-table.js";
import type { Terminal } from "./terminal.js";
import { runAndRepeat } from "./watch.js";

interface BuildOptions {
  readonly out?: string;
  readonly target?: readonly string[];
  readonly keepGoing?: boolean;
  readonly cache: boolean;
  readonly coverage?: boolean;
  readonly changedSince?: string;
  readonly watch?: boolean;
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
    .option("--changed-since <ref>", "build only detections that changed since a git ref, or what they use")
    .option("--coverage", "also write ATT&CK Navigator layers, a coverage table and a badge")
    .option("--no-cache", "compile everything, whatever earlier builds know")
    .option("--watch", "build again when a file of the content repository changes")
    .addOption(findingsFormatOption())
    .option("--verbose", "show every diagnostic with its place, also those of refusals")
    .addHelpText("after", exitStatusHelp("something is invalid or required and refused"))
    .action(async (root: string, options: BuildOptions) => {
      const run = async (): Promise<void> => done(await build(root, options, terminal));
      if (options.watch !== true) return run();
      const folder = resolve(terminal.folder, root);
      const out = options.out ?? loadConfiguration(folder).configuration?.out ?? "dist";
      await runAndRepeat(folder, [basename(out)], terminal, run);
    });
}

async function build(root: string, options: BuildOptions, terminal: Terminal): Promise<ExitStatus> {
  const { format, verbose = false, keepGoing = false, target } = options;
  const folder = resolve(terminal.folder, root);
  const result = await buildProject(
    {
      root: folder,
      keepGoing,
      cache: options.cache,
      ...(options.coverage === undefined ? {} : { coverage: options.coverage }),
      ...(target === undefined ? {} : { targets: target }),
      ...(options.out === undefined ? {} : { out: resolve(terminal.folder, options.out) }),
      ...(options.changedSince === undefined ? {} : { changedSince: options.changedSince }),
    },
    terminal,
  );
  if (result.built === undefined) {
    reportFailure(result.problems, terminal, format);
    return exitStatus.invalid;
  }
  const { manifest, findings, failed, written, out, files, compiled } = result.built;

  const { out: print, err, paint, width } = terminal;
  switch (format) {
    case "json":
      print(manifestText(manifest));
      break;
    case "github":
      reportAnnotations(findings, terminal, relative(terminal.folder, folder));
      break;
    case "sarif":
      reportSarif(findings, terminal, relative(terminal.folder, folder));
      break;
    case "text": {
      reportFrames(findings, terminal, { verbose, refusals: verbose });
      print(`${summaryTable(manifest, paint, width)}\n`);
      const shown = relative(terminal.folder, out) || ".";
      if (verbose) err(`${compiled} of ${manifest.detections.length} detections were compiled anew\n`);
      if (written) print(`\n${files} files are in ${shown}\n`);
      else err(`\nnothing was written; --keep-going writes what is good\n`);
    }
  }
  return failed ? exitStatus.invalid : exitStatus.done;
}
