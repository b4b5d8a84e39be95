import { fileURLToPath } from "node:url";
import { targets } from "../../src/backends/index.js";
import { understand, type Compiler } from "../../src/compile.js";
import type { TargetOutcome } from "../../src/target/outcome.js";
import { loadContent } from "../../src/content/load-content.js";
import { loadTargets } from "../../src/content/load-targets.js";
import type { Detection } from "../../src/detection/detection.js";
import { wholeText } from "../../src/source/source-text.js";
import { compileForTarget } from "../../src/target/compile-for-target.js";

/** The repository's own content, and a way to compile other searches as if they were one of its detections. */
export interface Workbench {
  readonly detections: readonly Detection[];
  compile(search: string, target: string, changes?: WorkbenchChanges): TargetOutcome;
  compileDetection(detection: Detection, target: string, changes?: WorkbenchChanges): TargetOutcome;
}

export interface WorkbenchChanges {
  readonly accept?: readonly string[];
  readonly detection?: Partial<Detection>;
}

/** Loads `detections/` and `targets/` of the repository. */
export async function loadWorkbench(): Promise<Workbench> {
  const content = await loadContent(fileURLToPath(new URL("../..", import.meta.url)));
  const { catalog, profiles } = await loadTargets();
  const [first] = content.detections;
  if (first === undefined) throw new Error("the repository has no detections");

  const compileDetection = (detection: Detection, target: string, changes: WorkbenchChanges = {}) => {
    const product = targets.find(({ id }) => id === target);
    const profile = profiles.get(target);
    if (product === undefined || profile === undefined) throw new Error(`no target ${target}`);
    const compiler: Compiler = { content, catalog, targets: [] };
    const settings = {
      homes: new Map<string, string>(),
      accept: new Set(changes.accept ?? []),
      comments: false,
    };
    return compileForTarget(
      { ...detection, ...changes.detection },
      understand(detection.search.source, compiler),
      { target: product, profile, settings },
      content,
    );
  };
  return {
    detections: content.detections,
    compileDetection,
    compile(search, target, changes) {
      const source = { name: "search", text: search };
      return compileDetection({ ...first, search: { source, span: wholeText(source) } }, target, changes);
    },
  };
}
