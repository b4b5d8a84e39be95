import { resolve } from "node:path";
import { Command } from "commander";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { nodeAt, type YamlDocument } from "../yaml/yaml-node.js";
import { changedFiles } from "./changes.js";
import { exitStatus, type ExitStatus, exitStatusHelp } from "./exit-status.js";
import { treeAt } from "./git.js";
import { reportFailure } from "./report.js";
import type { Terminal } from "./terminal.js";
import { today } from "./today.js";
import { writeText } from "./write-text.js";

interface BumpOptions {
  readonly since: string;
}

/** `detc bump`: the version of everything that changed since a commit. */
export function bumpCommand(terminal: Terminal, done: (status: ExitStatus) => void): Command {
  return new Command("bump")
    .summary("raise the version of what changed")
    .description(
      "Raises the version of content that changed since a git ref and still has its old one, and sets its date. " +
        "Every other byte of the files stays.",
    )
    .argument("[root]", "the content repository", ".")
    .option("--since <ref>", "the commit to compare with", "HEAD")
    .addHelpText("after", exitStatusHelp("there is nothing to compare with, or a file cannot be written"))
    .action((root: string, { since }: BumpOptions) =>
      done(bump(resolve(terminal.folder, root), since, terminal)),
    );
}

function bump(root: string, since: string, terminal: Terminal): ExitStatus {
  const earlier = treeAt(root, since);
  if (earlier.tree === undefined) return fail([earlier.problem], terminal);
  try {
    const files = changedFiles(earlier.tree.folder, root).filter(({ version, before }) => version <= before);
    const problems: Diagnostic[] = [];
    for (const { file, document, before } of files) {
      const problem = writeText(file.location, file.name, raised(document, before + 1));
      if (problem === undefined) terminal.out(`${file.name}: version ${before + 1}\n`);
      else problems.push(problem);
    }
    return problems.length > 0 ? fail(problems, terminal) : exitStatus.done;
  } finally {
    earlier.tree.remove();
  }
}

function fail(problems: readonly Diagnostic[], terminal: Terminal): ExitStatus {
  reportFailure(problems, terminal, "text");
  return exitStatus.invalid;
}

/** The text of a file with another version and today's date in place of its own. */
function raised(document: YamlDocument, version: number): string {
  const { text } = document.file;
  const places = [
    { node: nodeAt(document, ["version"]), value: String(version) },
    { node: nodeAt(document, ["date"]), value: today() },
  ];
  return places
    .flatMap(({ node, value }) => (node === undefined ? [] : [{ start: node.start, end: node.end, value }]))
    .sort((a, b) => b.start - a.start)
    .reduce((current, { start, end, value }) => {
      const quote = /^["']/.exec(current.slice(start, end))?.[0] ?? "";
      return `${current.slice(0, start)}${quote}${value}${quote}${current.slice(end)}`;
    }, text);
}
