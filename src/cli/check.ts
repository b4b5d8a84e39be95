import { statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { Command } from "commander";
import { emptySpan } from "../content/content-file.js";
import { buildDiagnostics } from "../diagnostics/codes/build.js";
import type { Detection } from "../detection/detection.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { History } from "../rules/rule.js";
import { locate } from "../source/locate.js";
import { earlierVersions } from "./changes.js";
import { changesSince } from "./changes-since.js";
import { compileProject, manifestText } from "./compile-project.js";
import { rootOf } from "./content-root.js";
import { exitStatus, type ExitStatus, exitStatusHelp } from "./exit-status.js";
import { lastCommit } from "./git.js";
import { findingsOf, type Finding } from "./findings.js";
import { fixDetections } from "./fix.js";
import { findingsFormatOption, targetOption } from "./options.js";
import { loadProject } from "./project.js";
import { reportAnnotations, reportFailure, reportFrames, reportSarif, type Format } from "./report.js";
import { summaryTable } from "./summary-table.js";
import type { Terminal } from "./terminal.js";

interface CheckOptions {
  readonly target?: readonly string[];
  readonly changedSince?: string;
  readonly fix?: boolean;
  readonly format: Format;
  readonly verbose?: boolean;
}

/** Each refusal is shown with its place while there are no more than this. */
const mostRefusals = 20;

/** `detc check`: what `build` would say, without writing anything. */
export function checkCommand(terminal: Terminal, done: (status: ExitStatus) => void): Command {
  return new Command("check")
    .summary("tell what build would tell, without writing its output")
    .description(
      "Compiles without writing any output. Paths are content repositories, or files of one: then only what " +
        "concerns these files is shown, and everything else of the repository is used to read them.",
    )
    .argument("[paths...]", "a content repository or files of one", ["."])
    .addOption(targetOption())
    .option(
      "--changed-since <ref>",
      "only detections that changed since a git ref, or what they use; a change without a new version is an error",
    )
    .option("--fix", "write into the detections what can be cured without changing what they mean")
    .addOption(findingsFormatOption())
    .option("--verbose", "show every diagnostic with its place, also those of refusals")
    .addHelpText("after", exitStatusHelp("something is invalid or required and refused"))
    .action(async (paths: readonly string[], options: CheckOptions) =>
      done(await check(paths, options, terminal)),
    );
}

async function check(
  paths: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const selection = new Map<string, string[]>();
  const missing: Diagnostic[] = [];
  for (const path of paths) {
    const location = resolve(terminal.folder, path);
    const status = statSync(location, { throwIfNoEntry: false });
    const root = status?.isDirectory() === true ? location : rootOf(location);
    if (status === undefined || root === undefined) {
      missing.push(buildDiagnostics["no-such-detection"](emptySpan(path), { path }));
      continue;
    }
    const files = selection.get(root) ?? [];
    if (root !== location) files.push(relative(root, location).split(sep).join("/"));
    selection.set(root, files);
  }
  if (missing.length > 0) {
    reportFailure(missing, terminal, options.format);
    return exitStatus.invalid;
  }
  const statuses: ExitStatus[] = [];
  for (const [root, files] of selection) {
    const unfixed = options.fix === true ? await fixDetections(root, files, terminal) : [];
    reportFailure(unfixed, terminal, "text");
    statuses.push(unfixed.length > 0 ? exitStatus.invalid : exitStatus.done);
    statuses.push(await checkRoot(root, files, options, terminal));
  }
  return statuses.includes(exitStatus.invalid) ? exitStatus.invalid : exitStatus.done;
}

async function checkRoot(
  root: string,
  files: readonly string[],
  { target, format, verbose = false, changedSince }: CheckOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const { project, diagnostics } = await loadProject({
    root,
    ...(target === undefined ? {} : { targets: target }),
  });
  if (project === undefined) {
    reportFailure(diagnostics, terminal, format);
    return exitStatus.invalid;
  }
  const since = changedSince === undefined ? undefined : await changesSince(project, root, changedSince);
  if (since?.problem !== undefined) {
    reportFailure([since.problem], terminal, format);
    return exitStatus.invalid;
  }
  const { content } = since?.project.compiler ?? project.compiler;
  // Against a named commit a version that is not raised is an error already.
  const history = since === undefined ? historyOf(root, content.detections) : undefined;
  const told = [...diagnostics, ...(since?.versionProblems ?? [])];
  const chosen = {
    ...project,
    compiler: {
      ...project.compiler,
      ...(history === undefined ? {} : { history }),
      content: {
        ...content,
        detections: content.detections.filter(({ path }) => files.length === 0 || files.includes(path)),
      },
    },
    diagnostics: files.length === 0 ? told : told.filter((each) => concerns(each, files)),
  };
  const { compilation, manifest } = compileProject(chosen, terminal);
  const findings = findingsOf(compilation, chosen.diagnostics);
  report(findings);
  return findings.some(({ kind }) => kind === "failure") ? exitStatus.invalid : exitStatus.done;

  function report(all: readonly Finding[]): void {
    switch (format) {
      case "json":
        terminal.out(manifestText(manifest));
        return;
      case "github":
        reportAnnotations(all, terminal, relative(terminal.folder, root));
        return;
      case "sarif":
        reportSarif(all, terminal, relative(terminal.folder, root));
        return;
      case "text": {
        const refusals = all.filter(({ kind }) => kind === "refusal").length;
        reportFrames(all, terminal, { verbose, refusals: verbose || refusals <= mostRefusals });
        terminal.out(`${summaryTable(manifest, terminal.paint, terminal.width)}\n`);
      }
    }
  }
}

function historyOf(root: string, detections: readonly Detection[]): History | undefined {
  const textBefore = lastCommit(root);
  return textBefore && { ref: "HEAD", changed: earlierVersions(detections, textBefore) };
}

function concerns({ span, related }: Diagnostic, files: readonly string[]): boolean {
  return [span, ...related.map((place) => place.span)].some((place) =>
    files.includes(locate(place).file.name),
  );
}
