import { join } from "node:path";
import { understand } from "../compile.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { applyFixes } from "../rules/apply-fixes.js";
import { lint } from "../rules/lint.js";
import { loadProject } from "./project.js";
import type { Terminal } from "./terminal.js";
import { writeText } from "./write-text.js";

/**
 * Writes what rules can cure without changing what a search means, into all detections of a repository or into some of
 * its files, and names each file that it changed. Gives what could not be written.
 */
export async function fixDetections(
  root: string,
  files: readonly string[],
  { err }: Terminal,
): Promise<readonly Diagnostic[]> {
  const { project } = await loadProject({ root });
  if (project === undefined) return [];
  const { compiler } = project;
  return compiler.content.detections.flatMap((detection) => {
    if (files.length > 0 && !files.includes(detection.path)) return [];
    const understood = understand(detection.search.source, compiler);
    const found = lint({ detection, understood, catalog: compiler.catalog });
    const text = applyFixes(detection, found, compiler.content.macros);
    if (text === undefined) return [];
    const problem = writeText(join(root, detection.path), detection.path, text);
    if (problem !== undefined) return [problem];
    err(`fixed ${detection.path}\n`);
    return [];
  });
}
