import { basename, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { loadConfiguration } from "../content/load-configuration.js";
import type { Detection } from "../detection/detection.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Manifest } from "../manifest/manifest.js";
import { billOfMaterials } from "../package/bill-of-materials.js";
import { checksums } from "../package/checksums.js";
import { pack, type ReleaseFile } from "../package/pack.js";
import { releaseNotes, type DetectionChanges } from "../package/release-notes.js";
import type { ReleaseSettings } from "../target/backend.js";
import { buildProject, type Built } from "./build-project.js";
import { detectionChanges } from "./detection-changes.js";
import { exitStatus, type ExitStatus, exitStatusHelp } from "./exit-status.js";
import { commitTime, treeAt } from "./git.js";
import { targetOption } from "./options.js";
import { replaceOutputFolder } from "./output-folder.js";
import type { Project } from "./project.js";
import { reportFailure, reportFrames } from "./report.js";
import type { Terminal } from "./terminal.js";

export interface PackageOptions {
  readonly out: string;
  readonly target?: readonly string[];
  readonly name?: string;
  readonly release?: string;
  readonly since?: string;
  readonly keepGoing?: boolean;
}

/** `detc package`: one archive per product, with checksums, a bill of materials and release notes. */
export function packageCommand(terminal: Terminal, done: (status: ExitStatus) => void): Command {
  return new Command("package")
    .summary("make the archives of a release")
    .description(
      "Builds the content repository and makes what each product installs or imports, with SHA256SUMS, a list of what " +
        "is in it (CycloneDX) and release notes. The same content and time give the same bytes; the time is that of " +
        "SOURCE_DATE_EPOCH, else of the commit.",
    )
    .argument("[root]", "the content repository", ".")
    .option("-o, --out <folder>", "where the archives are put", "release")
    .addOption(targetOption())
    .option("--name <name>", "what the release is called (default: the folder's name)")
    .option(
      "--release <version>",
      "its version (default: that of the app in detc.yml, else 0.0.0)",
      versionArgument,
    )
    .option("--since <ref>", "a tag or commit: release notes tell what changed since")
    .option("--keep-going", "package what is good although something else is invalid")
    .addHelpText("after", exitStatusHelp("something is invalid or required and refused"))
    .action(async (root: string, options: PackageOptions) =>
      done(await packageContent(root, options, terminal)),
    );
}

function versionArgument(text: string): string {
  if (!/^\d+\.\d+\.\d+$/.test(text)) throw new InvalidArgumentError("A version is major.minor.patch.");
  return text;
}

/** Builds and packages; says what is wrong, or which files there are. */
async function packageContent(
  root: string,
  options: PackageOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const folder = resolve(terminal.folder, root);
  const { keepGoing = false, target } = options;
  const result = await buildProject(
    { root: folder, keepGoing, cache: true, ...(target === undefined ? {} : { targets: target }) },
    terminal,
  );
  if (result.built === undefined) return fail(result.problems, terminal);
  const { built } = result;
  reportFrames(
    built.findings.filter(({ kind }) => kind === "failure"),
    terminal,
    { verbose: true, refusals: false },
  );
  if (!built.written) {
    terminal.err("\nnothing was packaged; --keep-going packages what is good\n");
    return exitStatus.invalid;
  }
  const made = await writeRelease(folder, built, { ...options, out: resolve(terminal.folder, options.out) });
  if (made.problem !== undefined) return fail([made.problem], terminal);
  for (const { name, bytes } of made.files) terminal.out(`${name} ${bytes.length}\n`);
  return built.failed ? exitStatus.invalid : exitStatus.done;
}

/** Makes the files of a release out of a build and replaces the folder `out` with them. */
export async function writeRelease(
  root: string,
  built: Built,
  options: Omit<PackageOptions, "target" | "keepGoing">,
): Promise<
  { readonly files: readonly ReleaseFile[]; readonly problem?: never } | { readonly problem: Diagnostic }
> {
  const made = await releaseFiles(root, built, options);
  if (made.problem !== undefined) return made;
  const { problem } = replaceOutputFolder(
    options.out,
    made.files.map(({ name, bytes }) => ({ path: name, text: bytes })),
  );
  return problem === undefined ? made : { problem };
}

function fail(problems: readonly Diagnostic[], terminal: Terminal): ExitStatus {
  reportFailure(problems, terminal, "text");
  return exitStatus.invalid;
}

async function releaseFiles(
  root: string,
  { project, compilation, manifest }: Built,
  options: Pick<PackageOptions, "name" | "release" | "since">,
): Promise<
  { readonly files: readonly ReleaseFile[]; readonly problem?: never } | { readonly problem: Diagnostic }
> {
  const changes = await changesOf(root, project, manifest, options.since);
  if (changes.problem !== undefined) return { problem: changes.problem };
  const time = releaseTime(root);
  const release: ReleaseSettings = {
    name: wordsOf(options.name ?? basename(root)),
    version: options.release ?? loadConfiguration(root).configuration?.app["version"] ?? "0.0.0",
    date: time.toISOString().slice(0, 10),
  };
  const archives: { readonly file: ReleaseFile; readonly target: string }[] = [];
  for (const { target, profile } of project.compiler.targets) {
    const own = compilation.artifacts.filter(({ path }) => path.startsWith(`${target.id}/`));
    if (own.length === 0 || target.archive === undefined) continue;
    archives.push({ file: await pack(target.archive(own, release, profile), time), target: target.id });
  }
  const text = (name: string, content: string): ReleaseFile => ({
    name,
    bytes: new TextEncoder().encode(content),
  });
  const files = [
    ...archives.map(({ file }) => file),
    text("bom.cdx.json", billOfMaterials({ manifest, release, time, archives })),
    text("RELEASE_NOTES.md", releaseNotes(release, options.since, changes.changes)),
  ];
  return { files: [...files, text("SHA256SUMS", checksums(files))] };
}

async function changesOf(
  root: string,
  { compiler }: Project,
  { detections }: Manifest,
  since: string | undefined,
): Promise<
  { readonly changes: DetectionChanges; readonly problem?: never } | { readonly problem: Diagnostic }
> {
  const statuses = new Map(
    detections.map(({ id, targets }) => [id, Object.values(targets).map(({ status }) => status)]),
  );
  const isIn = ({ id }: Detection): boolean => statuses.get(id)?.includes("compiled") ?? false;
  const active = compiler.content.detections.filter(({ status }) => status !== "deprecated");
  const leftOut = active.filter((detection) => !isIn(detection)).length;
  if (since === undefined)
    return { changes: { added: active.filter(isIn), changed: [], removed: [], leftOut } };
  const earlier = treeAt(root, since);
  if (earlier.problem !== undefined) return { problem: earlier.problem };
  try {
    const { added, changed, removed } = await detectionChanges(earlier.tree.folder, compiler);
    return {
      changes: {
        added: added.filter(isIn),
        changed: changed.filter(({ after }) => isIn(after)),
        removed,
        leftOut,
      },
    };
  } finally {
    earlier.tree.remove();
  }
}

/** https://reproducible-builds.org/docs/source-date-epoch/ */
function releaseTime(root: string): Date {
  const given = process.env["SOURCE_DATE_EPOCH"] ?? "";
  const seconds = /^\d+$/.test(given) ? Number(given) : (commitTime(root) ?? 0);
  return new Date(seconds * 1000);
}

/** A name of which files can be called. */
function wordsOf(name: string): string {
  const words = name.replace(/[^A-Za-z0-9.-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
  return words === "" ? "content" : words;
}
