import { mkdirSync, statSync, writeFileSync, existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { Argument, Command } from "commander";
import { glob } from "tinyglobby";
import { emptySpan } from "../content/content-file.js";
import { largestYaml, readFailure, readTextFile } from "../content/read-file.js";
import { checkDocument } from "../content/schema-check.js";
import type { AuthoredDetection } from "../detection/authored-detection.js";
import { defaultDeployment } from "../detection/deployment.js";
import type { Detection } from "../detection/detection.js";
import { slugOf } from "../detection/slug.js";
import { toDetection } from "../detection/to-detection.js";
import { importDiagnostics } from "../diagnostics/codes/import.js";
import { hasErrors, type Diagnostic } from "../diagnostics/diagnostic.js";
import { format as importFormat, importRules, type ImportedRule } from "../import/sigma/index.js";
import type { SourceText } from "../source/source-text.js";
import { compileForTarget } from "../target/compile-for-target.js";
import { parseYaml } from "../yaml/parse-yaml.js";
import { exitStatus, type ExitStatus, exitStatusHelp } from "./exit-status.js";
import { formatOption } from "./options.js";
import { loadProject, type Project } from "./project.js";
import { reportFailure, type Format } from "./report.js";
import type { Terminal } from "./terminal.js";

interface ImportOptions {
  readonly to?: string;
  readonly out?: string;
  readonly source?: string;
  readonly root?: string;
  readonly format: Format;
}

/** `detc import`: rules of another format as detections, or as queries of a target. */
export function importCommand(terminal: Terminal, done: (status: ExitStatus) => void): Command {
  return new Command("import")
    .summary("read rules of another format as detections or as queries")
    .description(
      "Reads Sigma rules and correlations. Writes a detection for each, whose search is in Splunk's language, or with " +
        "--to the query of a target. What cannot be read or said exactly is refused with its place.",
    )
    .addArgument(new Argument("<format>", "the format of the rules").choices([importFormat]))
    .argument("<rules...>", "files, or folders with rules in them")
    .option("--to <target>", "write the query of a target to standard output instead")
    .option("--out <folder>", "where detections are written (default: standard output)")
    .option("--source <id>", "the log source of the rules instead of the one that they name")
    .option("--root <folder>", "the content repository whose settings count")
    .addOption(formatOption())
    .addHelpText(
      "after",
      `\nExamples:\n  detc import ${importFormat} rules/windows --out detections/endpoint\n` +
        `  detc import ${importFormat} rule.yml --to splunk\n` +
        exitStatusHelp("some were refused", "all rules were read and written"),
    )
    .action(async (_format: string, paths: readonly string[], options: ImportOptions) =>
      done(await importFiles(paths, options, terminal)),
    );
}

async function importFiles(
  paths: readonly string[],
  options: ImportOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const { project, diagnostics } = await loadProject({
    root: resolve(terminal.folder, options.root ?? "."),
    content: false,
    targets: [options.to ?? importFormat],
  });
  if (project === undefined) {
    reportFailure(diagnostics, terminal, options.format);
    return exitStatus.invalid;
  }
  const read = await readFiles(paths, terminal);
  const { compiler, profiles } = project;
  const profile = profiles.get(importFormat);
  if (profile === undefined) throw new Error(`the package has no folder targets/${importFormat}`);
  const imported = importRules(read.files, {
    catalog: compiler.catalog,
    profiles,
    profile,
    ...(options.source === undefined ? {} : { source: options.source }),
  });
  const problems: Diagnostic[] = [...read.diagnostics, ...imported.diagnostics];
  const write = options.to === undefined ? writeDetections : writeQueries;
  problems.push(...write(imported.rules, project, options, terminal));
  reportFailure(problems, terminal, options.format);
  return hasErrors(problems) ? exitStatus.invalid : exitStatus.done;
}

async function readFiles(
  paths: readonly string[],
  { folder }: Terminal,
): Promise<{ readonly files: readonly SourceText[]; readonly diagnostics: readonly Diagnostic[] }> {
  const files: SourceText[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    const location = resolve(folder, path);
    const isFolder = statSync(location, { throwIfNoEntry: false })?.isDirectory() === true;
    const names = isFolder
      ? (await glob("**/*.{yml,yaml}", { cwd: location, dot: false })).sort().map((name) => join(path, name))
      : [path];
    for (const name of names) {
      const { file, diagnostic } = readTextFile(
        resolve(folder, name),
        name.replaceAll("\\", "/"),
        largestYaml,
      );
      if (file !== undefined) files.push(file);
      if (diagnostic !== undefined) diagnostics.push(diagnostic);
    }
  }
  return { files, diagnostics };
}

/** Writes the detections; gives what went wrong. */
function writeDetections(
  rules: readonly ImportedRule[],
  _project: Project,
  { out }: ImportOptions,
  terminal: Terminal,
): readonly Diagnostic[] {
  if (out === undefined) {
    terminal.out(rules.map(({ yaml }) => yaml).join("---\n"));
    return [];
  }
  const folder = resolve(terminal.folder, out);
  const taken = new Set<string>();
  const problems: Diagnostic[] = [];
  for (const rule of rules) {
    const name = `${slugOf(rule.metadata.title)}.yml`;
    const location = join(folder, name);
    const clash = taken.has(name) || existsSync(location);
    taken.add(name);
    try {
      if (clash) {
        problems.push(
          importDiagnostics["not-written"](emptySpan(rule.file.name), {
            path: join(out, name),
            reason: "it exists already",
          }),
        );
        continue;
      }
      mkdirSync(folder, { recursive: true });
      writeFileSync(location, rule.yaml);
    } catch (thrown) {
      problems.push(
        importDiagnostics["not-written"](emptySpan(rule.file.name), {
          path: join(out, name),
          reason: readFailure(thrown).reason,
        }),
      );
    }
  }
  terminal.err(`${rules.length - problems.length} detections written to ${out}\n`);
  return problems;
}

/** Writes the query of each rule; gives what was refused. */
function writeQueries(
  rules: readonly ImportedRule[],
  { compiler }: Project,
  _options: ImportOptions,
  terminal: Terminal,
): readonly Diagnostic[] {
  const [configured] = compiler.targets;
  if (configured === undefined) throw new Error("a target that is known has not been configured");
  const problems: Diagnostic[] = [];
  const queries = rules.flatMap((rule) => {
    const profile = rule.source.profiles.get(configured.profile.id) ?? configured.profile;
    const outcome = compileForTarget(
      detectionOf(rule),
      rule.understood,
      { ...configured, profile },
      compiler.content,
    );
    problems.push(...outcome.diagnostics.filter((each) => !rule.understood.diagnostics.includes(each)));
    return outcome.status === "compiled" ? [outcome.query.text.trimEnd()] : [];
  });
  terminal.out(queries.map((query) => `${query}\n`).join("\n"));
  return problems;
}

/** The detection that the file of a rule would give. */
export function detectionOf({ yaml, metadata, file }: ImportedRule): Detection {
  const stem = slugOf(metadata.title);
  const { document, diagnostics } = parseYaml({ name: file.name, text: yaml });
  const { value } =
    document === undefined ? { value: undefined } : checkDocument<AuthoredDetection>(document, "detection");
  if (document === undefined || value === undefined)
    throw new Error(
      `${basename(file.name)} gives no detection: ${JSON.stringify(diagnostics.map(({ message }) => message))}`,
    );
  const span = { source: document.file, start: 0, end: 0 };
  const { schedule, alertAction } = defaultDeployment("Hunting", span);
  return toDetection(
    document,
    value,
    { type: "Hunting", schedule, alertAction },
    { category: "imported", stem },
  );
}
