import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Compilation } from "../compile-all.js";
import { configurationFile, loadConfiguration } from "../content/load-configuration.js";
import { largestYaml, readTextFile } from "../content/read-file.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Manifest } from "../manifest/manifest.js";
import { headOf } from "./build-head.js";
import { BuildMemory } from "./build-memory.js";
import { compileProject, manifestText } from "./compile-project.js";
import { coverageFiles } from "./coverage-files.js";
import { findingsOf, type Finding } from "./findings.js";
import { memoryLocation } from "./kept-build.js";
import { checkOutputFolder, replaceOutputFolder, type OutputFile } from "./output-folder.js";
import { changesSince } from "./changes-since.js";
import { loadProject, type Project } from "./project.js";
import type { Terminal } from "./terminal.js";

export interface BuildRequest {
  readonly root: string;
  /** Absolute; the default is that of detc.yml, else `dist`. */
  readonly out?: string;
  readonly targets?: readonly string[];
  /** Write what is good although something else is invalid. */
  readonly keepGoing: boolean;
  /** Whether earlier builds may be remembered. */
  readonly cache: boolean;
  /** A git ref: only detections that changed since are built. */
  readonly changedSince?: string;
  /** Whether to write what is covered, beside what detc.yml says. */
  readonly coverage?: boolean;
}

/** A build that came to an end: the output was written unless something in it was invalid. */
export interface Built {
  readonly project: Project;
  readonly compilation: Compilation;
  readonly manifest: Manifest;
  readonly findings: readonly Finding[];
  readonly failed: boolean;
  readonly written: boolean;
  readonly out: string;
  readonly files: number;
  /** How many detections had to be compiled; of the others the outcome was known. */
  readonly compiled: number;
}

export type BuildResult =
  | { readonly built: Built; readonly problems?: never }
  | { readonly built?: never; readonly problems: readonly Diagnostic[] };

/** Compiles a content repository and replaces its output folder; `problems` says why nothing could be built at all. */
export async function buildProject(request: BuildRequest, terminal: Terminal): Promise<BuildResult> {
  const { root, targets } = request;
  const { configuration } = loadConfiguration(root);
  const out = request.out ?? configuration?.out;
  const memory = new BuildMemory(
    // A build of some detections knows nothing of the others, and is not what the next one starts from.
    request.cache && request.changedSince === undefined && out !== undefined
      ? memoryLocation(root, out)
      : undefined,
    headOf(
      [textOf(join(root, configurationFile)), root, JSON.stringify(targets ?? null)],
      configuration?.catalog?.value,
    ),
  );
  const loaded = await loadProject({
    root,
    memory,
    ...(targets === undefined ? {} : { targets }),
  });
  if (loaded.project === undefined || out === undefined) return { problems: loaded.diagnostics };
  const chosen =
    request.changedSince === undefined
      ? { project: loaded.project, problem: undefined }
      : await changesSince(loaded.project, root, request.changedSince);
  if (chosen.problem !== undefined) return { problems: [chosen.problem] };
  const { project } = chosen;
  const foreign = checkOutputFolder(out);
  if (foreign !== undefined) return { problems: [foreign] };

  const { compilation, manifest } = compileProject(project, terminal, memory);
  const findings = findingsOf(compilation, project.diagnostics);
  const failed = findings.some(({ kind }) => kind === "failure");
  const written = !failed || request.keepGoing;
  const digests = new Map(manifest.artifacts.map(({ path, sha256 }) => [path, sha256]));
  const files = [
    ...compilation.artifacts.map((artifact) => withDigest(artifact, digests.get(artifact.path))),
    ...(request.coverage === true || project.configuration.coverage ? coverageFiles(manifest, project) : []),
    { path: "manifest.json", text: manifestText(manifest) },
  ];
  if (written) {
    const result = replaceOutputFolder(out, files, memory.output);
    if (result.problem !== undefined) return { problems: [result.problem] };
    memory.save(result.state);
  }
  return {
    built: {
      project,
      compilation,
      manifest,
      findings,
      failed,
      written,
      out,
      files: files.length,
      compiled: memory.compiled,
    },
  };
}

function withDigest({ path, text }: OutputFile, digest: string | undefined): OutputFile {
  return { path, text, ...(digest === undefined ? {} : { digest }) };
}

function textOf(location: string): string {
  return existsSync(location)
    ? (readTextFile(location, configurationFile, largestYaml).file?.text ?? "")
    : "";
}
