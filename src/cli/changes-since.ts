import { loadContent } from "../content/load-content.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { changedDetections, changedFiles, versionProblems } from "./changes.js";
import { treeAt } from "./git.js";
import type { Project } from "./project.js";

/** What became of a project since a commit. */
export interface ChangesSince {
  /** With only the detections that are not as they were, for themselves or by what they use. */
  readonly project: Project;
  /** What changed without a new version. */
  readonly versionProblems: readonly Diagnostic[];
  readonly problem?: never;
}

/** Compares a project with what it was at a commit. */
export async function changesSince(
  project: Project,
  root: string,
  ref: string,
): Promise<ChangesSince | { readonly problem: Diagnostic }> {
  const earlier = treeAt(root, ref);
  if (earlier.problem !== undefined) return { problem: earlier.problem };
  try {
    const { content } = project.compiler;
    const changed = changedDetections(await loadContent(earlier.tree.folder), content);
    const detections = content.detections.filter(({ id }) => changed.has(id));
    return {
      project: { ...project, compiler: { ...project.compiler, content: { ...content, detections } } },
      versionProblems: versionProblems(changedFiles(earlier.tree.folder, root), ref),
    };
  } finally {
    earlier.tree.remove();
  }
}
