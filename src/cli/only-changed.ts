import { loadContent } from "../content/load-content.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { changedDetections } from "./changes.js";
import { treeAt } from "./git.js";
import type { Project } from "./project.js";

/** A project with only those detections that are not as they were at a commit, for themselves or by what they use. */
export async function onlyChanged(
  project: Project,
  root: string,
  ref: string,
): Promise<{ readonly project: Project; readonly problem?: never } | { readonly problem: Diagnostic }> {
  const earlier = treeAt(root, ref);
  if (earlier.problem !== undefined) return { problem: earlier.problem };
  try {
    const { content } = project.compiler;
    const changed = changedDetections(await loadContent(earlier.tree.folder), content);
    const detections = content.detections.filter(({ id }) => changed.has(id));
    return {
      project: { ...project, compiler: { ...project.compiler, content: { ...content, detections } } },
    };
  } finally {
    earlier.tree.remove();
  }
}
