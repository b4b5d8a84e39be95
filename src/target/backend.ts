import type { Detection } from "../detection/detection.js";
import type { Content } from "../content/model.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { LogicalPlan } from "../plan/plan.js";
import type { Rewrite } from "../rewrite/rewrite.js";
import type { Capabilities } from "./capabilities.js";
import type { TargetProfile } from "./profile.js";

/** How faithful an artifact is; see the design's definition of each level. */
export type Fidelity = "source" | "rows" | "events" | "groups";

/** Who chooses the edges of the window of a `groups` artifact. */
export type Windowing = "fixed" | "sliding" | "engine";

/** Something that decorates a result and that a target cannot carry. */
export interface Dropped {
  readonly what: string;
  readonly code: string;
  readonly line: number;
}

/** What a back-end may look at and what it tells while it transforms one plan. */
export interface BackendContext {
  readonly profile: TargetProfile;
  readonly content: Content;
  readonly detection: Detection;
  readonly settings: CompileSettings;
  /** A requirement that the target cannot meet; any error refuses the detection for the target. */
  report(diagnostic: Diagnostic): void;
  /** Decoration that is left out. */
  drop(dropped: Dropped): void;
  /** A difference that was accepted by name and that the query has. */
  differ(difference: string): void;
}

/** Choices of the user, from detc.yml and the command line. */
export interface CompileSettings {
  /** Home by log source id, for this target. */
  readonly homes: ReadonlyMap<string, string>;
  /** Differences the user accepted by name, e.g. `windowing`. */
  readonly accept: ReadonlySet<string>;
  /** The form of the rules, one of those that the target lists; absent: the first. */
  readonly form?: string;
  /** Write the SPL stage above each stage of the query. */
  readonly comments: boolean;
}

/** One query language of a target. What can fail is in `transform`; `print` cannot refuse. */
export interface Backend<Tree> {
  /** `kql`, `eql`, `esql`, `xql`, `sigma`. */
  readonly language: string;
  readonly capabilities: Capabilities;
  readonly rewrites: readonly Rewrite[];
  /** The part of a plan that the language has to hold; the whole plan when absent. Event languages give the core. */
  core?(plan: LogicalPlan): LogicalPlan;
  /** The target's tree for a plan, or `undefined` when something was reported. */
  transform(plan: LogicalPlan, context: BackendContext): Transformed<Tree> | undefined;
  print(tree: Tree): string;
  /** For a language whose rule is a document (Sigma): the body that `wrap` completes with the metadata. */
  document?(tree: Tree): readonly Readonly<Record<string, unknown>>[];
}

export interface Transformed<Tree> {
  readonly tree: Tree;
  readonly fidelity: Fidelity;
  readonly windowing?: Windowing;
  /** Log source ids, the homes that were chosen for them, and their tables; a lookup has no home. */
  readonly bindings: readonly BindingFacts[];
  /** Columns of a result, by SPL name; entities can be mapped only to these. */
  readonly output: readonly OutputColumn[];
}

/** What a query reads, and what stands for it in the target. */
export interface BindingFacts {
  readonly source: string;
  readonly home?: string;
  readonly table: string;
  readonly connectors: readonly string[];
  /** A table that a site declares and fills itself. */
  readonly custom?: true;
}

export interface OutputColumn {
  readonly field: string;
  readonly column: string;
  /** The column holds several values, e.g. those that `values()` collected. */
  readonly multivalue?: true;
}

/** A query, printed, with what packaging it needs. */
export interface CompiledQuery {
  readonly language: string;
  readonly text: string;
  readonly fidelity: Fidelity;
  readonly windowing?: Windowing;
  /** Differences that were accepted by name and that the query has, where no other part says so. */
  readonly accepted?: readonly string[];
  readonly bindings: Transformed<unknown>["bindings"];
  readonly output: readonly OutputColumn[];
  readonly dropped: readonly Dropped[];
  readonly documents?: readonly Readonly<Record<string, unknown>>[];
}

/** A file of the output. */
export interface Artifact {
  /** Relative to the output folder, with `/`. */
  readonly path: string;
  readonly kind: "rule" | "bundle" | "configuration" | "lookup";
  readonly text: string;
  /** Ids of the detections in it. */
  readonly detections: readonly string[];
}

/** What one detection adds to a file of `bundle`, printed: a later build joins it with what has changed. */
export interface BundleEntry {
  readonly kind: "entry";
  /** The file that it is a part of. */
  readonly path: string;
  readonly text: string;
}

/** The text that is made of one item of the content, for one purpose; a build remembers those of earlier ones. */
export type TextOf = (item: object, purpose: string, make: () => string) => string;

/** A product that detc writes rules for. */
export interface Target {
  readonly id: string;
  /** The languages, the preferred one first; the first that can hold the plan is used. */
  readonly languages: readonly Language[];
  /** Forms that its rules can have, the usual one first; absent: there is one only. */
  readonly forms?: readonly string[];
  /** Set for a product that runs the search as its author wrote it; `languages` is empty then. */
  readonly authored?: AuthoredLanguage;
  /** The deployable files of one detection, and its part of files over all; reports limits that only the text shows. */
  wrap(
    detection: Detection,
    query: CompiledQuery,
    context: BackendContext,
  ): readonly (Artifact | BundleEntry)[];
  /** Files over all detections that compiled: a bundle, an app's configuration. */
  bundle(
    compiled: readonly CompiledDetection[],
    content: Content,
    profile: TargetProfile,
    textOf: TextOf,
  ): readonly Artifact[];
  /** What the product installs or imports, out of the artifacts of this target. */
  archive?(artifacts: readonly Artifact[], release: ReleaseSettings, profile: TargetProfile): Archive;
}

/** What a release of content is called, and when it was made. */
export interface ReleaseSettings {
  /** The words of the content's name, as file names have them: `acme-content`. */
  readonly name: string;
  /** `major.minor.patch`. */
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
}

/** The files of one product as it takes them in. */
export interface Archive {
  /** With its ending, which says what kind of archive it is: `.zip`, `.tgz`, or another for a single file. */
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

export interface CompiledDetection {
  readonly detection: Detection;
  readonly query: QueryFacts;
  readonly artifacts: readonly Artifact[];
  readonly entries: readonly BundleEntry[];
}

/** What there is to tell about a query, without the query. */
export type QueryFacts = Omit<CompiledQuery, "text" | "output" | "documents">;

/** The entries of one file, in the order of the detections, and the ids of those. */
export function entriesOf(
  compiled: readonly CompiledDetection[],
  path: string,
): { readonly texts: readonly string[]; readonly detections: readonly string[] } {
  const found = compiled.flatMap(({ detection, entries }) =>
    entries.filter((entry) => entry.path === path).map(({ text }) => ({ text, id: detection.id })),
  );
  return { texts: found.map(({ text }) => text), detections: found.map(({ id }) => id) };
}

/**
 * A language in which a detection is written already: no plan is asked for, so that only a search which could not be
 * read (its macros, its grammar) blocks it.
 */
export interface AuthoredLanguage {
  readonly language: string;
  compile(detection: Detection, context: BackendContext): Omit<CompiledQuery, "dropped"> | undefined;
}

/** A back-end with its tree type closed over, so that targets can list languages of different trees. */
export interface Language {
  readonly language: string;
  readonly capabilities: Capabilities;
  readonly rewrites: readonly Rewrite[];
  core(plan: LogicalPlan): LogicalPlan;
  /** Transforms and prints; `undefined` when something was reported. */
  compile(plan: LogicalPlan, context: BackendContext): Omit<CompiledQuery, "dropped"> | undefined;
}

/** Closes a back-end over its tree. */
export function languageOf<Tree>(backend: Backend<Tree>): Language {
  return {
    language: backend.language,
    capabilities: backend.capabilities,
    rewrites: backend.rewrites,
    core: (plan) => backend.core?.(plan) ?? plan,
    compile(plan, context) {
      const transformed = backend.transform(plan, context);
      if (transformed === undefined) return undefined;
      const { tree, ...rest } = transformed;
      const documents = backend.document?.(tree);
      return {
        ...rest,
        language: backend.language,
        text: backend.print(tree),
        ...(documents === undefined ? {} : { documents }),
      };
    },
  };
}
