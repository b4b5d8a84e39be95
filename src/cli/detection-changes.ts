import { printSearch } from "../../grammar/printer.js";
import { understand, type Compiler } from "../compile.js";
import type { Understood } from "../understood.js";
import { digestOf } from "../content/content-memory.js";
import type { LookupTable } from "../content/model.js";
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
  const otherTables = new Set(
    [...content.lookups, ...compiler.content.lookups]
      .filter(([name]) => {
        const [left, right] = [content.lookups.get(name), compiler.content.lookups.get(name)];
        return left === undefined || right === undefined || contentOf(left) !== contentOf(right);
      })
      .map(([name]) => name),
  );
  const differ = changedDetections(content, compiler.content);
  return {
    added: now.filter(({ id }) => !earlier.has(id)),
    removed: [...earlier.values()].filter(({ id }) => !ids.has(id)),
    changed: now.flatMap((after) => {
      const old = earlier.get(after.id);
      if (old === undefined || !differ.has(after.id)) return [];
      const searchBefore = understand(old.search.source, earlierCompiler);
      const searchAfter = understand(after.search.source, compiler);
      const [planBefore, planAfter] = [searchBefore.plan, searchAfter.plan];
      const rewritten = printed(searchBefore) !== printed(searchAfter);
      const meaning =
        planBefore === undefined || planAfter === undefined
          ? undefined
          : meaningChange(planBefore, planAfter, otherTables);
      return [{ before: old, after, rewritten, ...(meaning === undefined ? {} : { meaning }) }];
    }),
  };
}

/** The search with its macros expanded, in one layout. */
function printed({ pipeline, source }: Understood): string {
  return pipeline === undefined ? source.text : printSearch(pipeline);
}

/** What a lookup gives: its rows, and how they are found. */
function contentOf({ file: _file, description: _description, csv, ...rest }: LookupTable): string {
  return digestOf({ ...rest, rows: csv?.text });
}
