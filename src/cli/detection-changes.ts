import { understand, type Compiler } from "../compile.js";
import { loadContent } from "../content/load-content.js";
import type { Detection } from "../detection/detection.js";
import { meaningChange } from "../explain/meaning-change.js";
import type { DetectionChanges } from "../package/release-notes.js";
import { changedDetections } from "./changes.js";

/** Compares the content in a folder as it was with that of a compiler, detection by detection. */
export async function detectionChanges(
  before: string,
  compiler: Compiler,
): Promise<Omit<DetectionChanges, "leftOut">> {
  const content = await loadContent(before);
  const earlierCompiler = { ...compiler, content };
  const active = (detections: readonly Detection[]): readonly Detection[] =>
    detections.filter(({ status }) => status !== "deprecated");
  const earlier = new Map(active(content.detections).map((detection) => [detection.id, detection]));
  const now = active(compiler.content.detections);
  const ids = new Set(now.map(({ id }) => id));
  const differ = changedDetections(content, compiler.content);
  return {
    added: now.filter(({ id }) => !earlier.has(id)),
    removed: [...earlier.values()].filter(({ id }) => !ids.has(id)),
    changed: now.flatMap((after) => {
      const old = earlier.get(after.id);
      if (old === undefined || !differ.has(after.id)) return [];
      const planBefore = understand(old.search.source, earlierCompiler).plan;
      const planAfter = understand(after.search.source, compiler).plan;
      const meaning =
        planBefore === undefined || planAfter === undefined
          ? undefined
          : meaningChange(planBefore, planAfter);
      return [{ before: old, after, ...(meaning === undefined ? {} : { meaning }) }];
    }),
  };
}
