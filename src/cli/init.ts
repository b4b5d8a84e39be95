import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { emptySpan } from "../content/content-file.js";
import { packageRoot } from "../content/package-root.js";
import { starterDiagnostics } from "../diagnostics/codes/starter.js";
import { exitStatus, type ExitStatus, exitStatusHelp } from "./exit-status.js";
import { reportFailure } from "./report.js";
import { detectionFile, detectionPath } from "./starter/detection-file.js";
import { editorSchemas, repositoryFiles, schemaPath } from "./starter/repository-files.js";
import { writeNew } from "./starter/write-new.js";
import type { Terminal } from "./terminal.js";
import { today } from "./today.js";
import { packageVersion } from "./version.js";

/** `detc init`: a content repository that works, to start from. */
export function initCommand(terminal: Terminal, done: (status: ExitStatus) => void): Command {
  return new Command("init")
    .summary("make a content repository to start from")
    .description(
      "Makes a content repository in a folder: settings, one detection with a test, hooks for pre-commit, a workflow " +
        "for GitHub, and schemas for the editor. A file that exists is never replaced.",
    )
    .argument("[folder]", "where", ".")
    .addHelpText("after", exitStatusHelp("a file exists or cannot be written; then nothing more is written"))
    .action((folder: string) => done(init(resolve(terminal.folder, folder), terminal)));
}

function init(folder: string, terminal: Terminal): ExitStatus {
  const detection = {
    name: "Certutil Downloads A File",
    id: randomUUID(),
    date: today(),
    author: "detc",
    type: "TTP",
    category: "endpoint",
  };
  const files = new Map([
    ...repositoryFiles(packageVersion()),
    [detectionPath(detection), detectionFile(detection)] as const,
    ...Object.keys(editorSchemas).map(
      (kind) =>
        [
          schemaPath(kind),
          readFileSync(join(packageRoot(), "schemas", `${kind}.schema.json`), "utf8"),
        ] as const,
    ),
  ]);
  const there = [...files.keys()].filter((path) => existsSync(join(folder, path)));
  const problems =
    there.length > 0
      ? there.map((path) => starterDiagnostics.exists(emptySpan(path), { path }))
      : [...files].flatMap(([path, text]) => writeNew(folder, path, text) ?? []);
  if (problems.length > 0) {
    reportFailure(problems, terminal, "text");
    return exitStatus.invalid;
  }
  for (const path of files.keys()) terminal.out(`${path}\n`);
  terminal.out("\ndetc build compiles it, detc test runs its test\n");
  return exitStatus.done;
}
