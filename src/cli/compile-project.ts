import { compileAll, type Compilation } from "../compile-all.js";
import { buildManifest } from "../manifest/build-manifest.js";
import type { Manifest } from "../manifest/manifest.js";
import { digest, type BuildMemory } from "./build-memory.js";
import { clearProgress, drawProgress } from "./progress.js";
import type { Project } from "./project.js";
import type { Terminal } from "./terminal.js";
import { packageVersion } from "./version.js";

/** Compiles a project, with progress on a live terminal, and lists the result. */
export function compileProject(
  { compiler, configuration, diagnostics }: Project,
  terminal: Terminal,
  memory?: BuildMemory,
): { readonly compilation: Compilation; readonly manifest: Manifest } {
  const compilation = compileAll(compiler, {
    required: configuration.require,
    ...(memory === undefined
      ? {}
      : {
          compile: memory.compilerOf(compiler),
          textOf: (item: object, purpose: string, make: () => string) => memory.textOf(item, purpose, make),
        }),
    onProgress: (done, total) => {
      if (done % 20 === 0) drawProgress("compiling", done, total, terminal);
    },
  });
  clearProgress(terminal);
  const manifest = buildManifest({
    version: packageVersion(),
    targets: compiler.targets.map(({ target }) => target.id),
    compilation,
    diagnostics,
    sha256: (artifact) => memory?.digestOf(artifact) ?? digest(artifact.text),
  });
  return { compilation, manifest };
}

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
