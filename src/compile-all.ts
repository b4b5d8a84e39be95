import { compile, type Compiler } from "./compile.js";
import type { ListedOutcome } from "./target/outcome.js";
import type { Detection } from "./detection/detection.js";
import { buildDiagnostics } from "./diagnostics/codes/build.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { Artifact, CompiledDetection, TextOf } from "./target/backend.js";

/** A whole content repository, compiled. */
export interface Compilation {
  readonly detections: readonly CompiledOrNot[];
  /** Every file of the output, in the order of their paths. */
  readonly artifacts: readonly Artifact[];
  /** What concerns more than one detection and target: requirements, files that clash. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What became of a detection, by target. */
export interface Listed {
  readonly targets: ReadonlyMap<string, ListedOutcome>;
}

export interface CompiledOrNot {
  readonly detection: Detection;
  readonly outcome: Listed;
}

export interface CompileAllOptions {
  /** Targets for which every detection has to compile, and where that was said. */
  readonly required?: Detection["targets"]["require"];
  readonly onProgress?: (done: number, total: number) => void;
  /** Compiles one detection; a caller that knows the outcome of an earlier run gives that. */
  readonly compile?: (detection: Detection, compiler: Compiler) => Listed;
  /** Gives texts that are made of one item of the content; a caller that knows those of an earlier run gives them. */
  readonly textOf?: TextOf;
}

/** Compiles every detection for every target, and makes the files that hold several. */
export function compileAll(compiler: Compiler, options: CompileAllOptions = {}): Compilation {
  const { detections } = compiler.content;
  const compileOne = options.compile ?? compile;
  const compiled = detections.map((detection, index) => {
    const outcome = compileOne(detection, compiler);
    options.onProgress?.(index + 1, detections.length);
    return { detection, outcome };
  });
  const { artifacts, diagnostics } = withoutClashes(
    compiled,
    artifactsOf(compiled, compiler, options.textOf ?? ((_item, _purpose, make) => make())),
  );
  return {
    detections: compiled,
    artifacts,
    diagnostics: [...requirementsOf(compiled, options.required ?? []), ...diagnostics],
  };
}

function artifactsOf(
  compiled: readonly CompiledOrNot[],
  { targets, content }: Compiler,
  textOf: TextOf,
): readonly Artifact[] {
  return targets.flatMap(({ target, profile }) => {
    const ofTarget = compiled.flatMap(({ detection, outcome }): readonly CompiledDetection[] => {
      const result = outcome.targets.get(target.id);
      return result?.status === "compiled"
        ? [{ detection, query: result.query, artifacts: result.artifacts, entries: result.entries }]
        : [];
    });
    if (ofTarget.length === 0) return [];
    return [
      ...ofTarget.flatMap(({ artifacts }) => artifacts),
      ...target.bundle(ofTarget, content, profile, textOf),
    ];
  });
}

/** Paths that differ only in case are one file on some systems, so that the second is left out and reported. */
function withoutClashes(
  compiled: readonly CompiledOrNot[],
  artifacts: readonly Artifact[],
): { readonly artifacts: readonly Artifact[]; readonly diagnostics: readonly Diagnostic[] } {
  const byPath = new Map<string, Artifact>();
  const diagnostics: Diagnostic[] = [];
  for (const artifact of artifacts) {
    const key = artifact.path.toLowerCase();
    if (!byPath.has(key)) {
      byPath.set(key, artifact);
      continue;
    }
    const detection = compiled.find(({ detection: { id } }) => artifact.detections.includes(id))?.detection;
    if (detection === undefined) throw new Error(`two files of the output have the path ${artifact.path}`);
    diagnostics.push(
      buildDiagnostics["artifact-clash"](
        { source: detection.file, start: 0, end: 0 },
        { path: artifact.path, name: detection.name },
      ),
    );
  }
  const sorted = [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { artifacts: sorted, diagnostics };
}

/** A refusal for a target that the detection or the configuration insists on is an error. */
function requirementsOf(
  compiled: readonly CompiledOrNot[],
  everywhere: Detection["targets"]["require"],
): readonly Diagnostic[] {
  return compiled.flatMap(({ detection, outcome }) =>
    [...outcome.targets].flatMap(([target, { status }]) => {
      if (status !== "refused") return [];
      const own = detection.targets.require.find(({ value }) => value === target);
      const asked = own ?? everywhere.find(({ value }) => value === target);
      if (asked === undefined) return [];
      const related = own === undefined ? [{ message: "the target is required here", span: asked.span }] : [];
      const span = own?.span ?? { source: detection.file, start: 0, end: 0 };
      return [
        buildDiagnostics["required-target-refused"](span, { name: detection.name, target }, { related }),
      ];
    }),
  );
}
