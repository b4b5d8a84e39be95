import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { emptySpan } from "../content/content-file.js";
import { slugOf } from "../detection/slug.js";
import { starterDiagnostics } from "../diagnostics/codes/starter.js";
import { exitStatus, type ExitStatus, exitStatusHelp } from "./exit-status.js";
import { reportFailure } from "./report.js";
import { detectionFile, detectionPath } from "./starter/detection-file.js";
import { writeNew } from "./starter/write-new.js";
import type { Terminal } from "./terminal.js";
import { today } from "./today.js";

interface NewOptions {
  readonly root: string;
  readonly type: string;
  readonly category: string;
  readonly author: string;
}

/** `detc new`: a detection with an id of its own and a test. */
export function newCommand(terminal: Terminal, done: (status: ExitStatus) => void): Command {
  return new Command("new")
    .summary("make a detection to start from")
    .description(
      "Writes a detection that compiles and has a test, with a new id, today's date and version 1.",
    )
    .argument("<name>", "what the detection is called")
    .option("--root <folder>", "the content repository", ".")
    .addOption(
      new Option("--type <type>", "what kind of detection it is")
        .choices(["TTP", "Anomaly", "Hunting", "Correlation"])
        .default("TTP"),
    )
    .addOption(
      new Option("--category <folder>", "the folder below detections")
        .default("endpoint")
        .argParser(categoryArgument),
    )
    .option("--author <name>", "who wrote it", "unknown")
    .addHelpText("after", exitStatusHelp("the file exists or cannot be written"))
    .action((name: string, options: NewOptions) => done(create(name, options, terminal)));
}

function categoryArgument(text: string): string {
  const slug = slugOf(text);
  if (slug === "") throw new InvalidArgumentError("A folder needs a letter or digit.");
  return slug;
}

function create(name: string, { root, type, category, author }: NewOptions, terminal: Terminal): ExitStatus {
  const detection = { name, id: randomUUID(), date: today(), author, type, category };
  const path = detectionPath(detection);
  const problem =
    slugOf(name) === ""
      ? starterDiagnostics.unnamed(emptySpan("<name>"), { name })
      : writeNew(resolve(terminal.folder, root), path, detectionFile(detection));
  if (problem !== undefined) {
    reportFailure([problem], terminal, "text");
    return exitStatus.invalid;
  }
  terminal.out(`${path}\n`);
  return exitStatus.done;
}
