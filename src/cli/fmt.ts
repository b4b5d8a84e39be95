import { statSync } from "node:fs";
import { basename, relative, resolve, sep } from "node:path";
import { Command, Option } from "commander";
import { emptySpan, findContentFiles } from "../content/content-file.js";
import { loadContent } from "../content/load-content.js";
import type { Macro } from "../content/model.js";
import { largestYaml, readTextFile } from "../content/read-file.js";
import { buildDiagnostics } from "../diagnostics/codes/build.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { formatDetection } from "../format/format-detection.js";
import { formatVerified, type Formatted } from "../format/format-verified.js";
import type { SourceText } from "../source/source-text.js";
import { rootOf } from "./content-root.js";
import { exitStatus, type ExitStatus, exitStatusHelp } from "./exit-status.js";
import { reportFailure } from "./report.js";
import type { Terminal } from "./terminal.js";
import { writeText } from "./write-text.js";

interface FmtOptions {
  readonly check?: boolean;
  readonly write?: boolean;
}

/** `detc fmt`: lays out the searches of detections. */
export function fmtCommand(terminal: Terminal, done: (status: ExitStatus) => void): Command {
  return new Command("fmt")
    .summary("format the searches of detections")
    .description(
      "Formats the search of each detection, with its macros and comments as they are, and leaves every other byte " +
        "of the file alone. The result is read again and has to mean the same. Paths are content repositories, " +
        "folders or files of one, or files with the ending .spl that hold a search alone. Without an option the " +
        "formatted files go to standard output.",
    )
    .argument("[paths...]", "content repositories, folders or files", ["."])
    .addOption(new Option("--check", "list what is not formatted, and write nothing").conflicts("write"))
    .option("--write", "replace the files")
    .addHelpText("after", exitStatusHelp("something is not formatted or cannot be"))
    .action(async (paths: readonly string[], options: FmtOptions) =>
      done(await fmt(paths, options, terminal)),
    );
}

interface Chosen {
  readonly location: string;
  /** As it is shown, from the folder that the command runs in. */
  readonly name: string;
  readonly root: string | undefined;
}

async function fmt(
  paths: readonly string[],
  { check = false, write = false }: FmtOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const { files, diagnostics } = chooseFiles(paths, terminal.folder);
  const macrosOf = new Map<string | undefined, ReadonlyMap<string, readonly Macro[]>>();
  const problems: Diagnostic[] = [...diagnostics];
  let changed = 0;
  for (const { location, name, root } of files) {
    const macros = macrosOf.get(root) ?? (root === undefined ? new Map() : (await loadContent(root)).macros);
    macrosOf.set(root, macros);
    const { file, diagnostic } = readTextFile(location, name, largestYaml);
    if (diagnostic !== undefined) problems.push(diagnostic);
    if (file === undefined) continue;
    const formatted = name.endsWith(".spl") ? formatFile(file, macros) : formatDetection(file, macros);
    if (formatted.text === undefined) {
      problems.push(...formatted.diagnostics);
      if (!check && !write) terminal.out(file.text);
      continue;
    }
    const differs = formatted.text !== file.text;
    if (differs) changed += 1;
    if (!check && !write) terminal.out(formatted.text);
    else if (differs) {
      const problem = write ? writeText(location, name, formatted.text) : undefined;
      if (problem === undefined) terminal.out(`${name}\n`);
      else problems.push(problem);
    }
  }
  reportFailure(problems, terminal, "text");
  const failed = problems.some(({ severity }) => severity === "error");
  return failed || (check && changed > 0) ? exitStatus.invalid : exitStatus.done;
}

/** A file that is one search. */
function formatFile(file: SourceText, macros: ReadonlyMap<string, readonly Macro[]>): Formatted {
  const formatted = formatVerified(file, macros);
  return formatted.text === undefined ? formatted : { text: `${formatted.text}\n` };
}

function chooseFiles(
  paths: readonly string[],
  folder: string,
): { readonly files: readonly Chosen[]; readonly diagnostics: readonly Diagnostic[] } {
  const files = new Map<string, Chosen>();
  const diagnostics: Diagnostic[] = [];
  const add = (location: string, root: string | undefined): void => {
    const name = relative(folder, location).split(sep).join("/");
    files.set(location, { location, name, root });
  };
  for (const path of paths) {
    const location = resolve(folder, path);
    const status = statSync(location, { throwIfNoEntry: false });
    if (status === undefined) {
      diagnostics.push(buildDiagnostics["no-such-detection"](emptySpan(path), { path }));
    } else if (status.isDirectory()) {
      const root = rootOf(resolve(location, basename(location))) ?? location;
      const found = findContentFiles(root);
      diagnostics.push(...found.diagnostics);
      for (const file of found.files)
        if (file.kind === "detection" && isWithin(file.location, location)) add(file.location, root);
    } else add(location, rootOf(location));
  }
  return { files: [...files.values()], diagnostics };
}

function isWithin(location: string, folder: string): boolean {
  return location === folder || location.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}
