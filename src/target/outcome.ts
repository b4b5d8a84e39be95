import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Artifact, BundleEntry, CompiledQuery, QueryFacts } from "./backend.js";

/** What became of a detection in a target. */
export type TargetOutcome = OutcomeWith<CompiledQuery>;

/** An outcome without the text of the query: enough to list what was built and to make the files over all. */
export type ListedOutcome = OutcomeWith<QueryFacts>;

type OutcomeWith<Query> =
  | {
      readonly status: "compiled";
      readonly query: Query;
      /** The deployable files of this detection alone. */
      readonly artifacts: readonly Artifact[];
      /** Its part of the files over all detections. */
      readonly entries: readonly BundleEntry[];
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly status: "refused"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly status: "skipped"; readonly reason: string; readonly diagnostics: readonly Diagnostic[] }
  | { readonly status: "invalid"; readonly diagnostics: readonly Diagnostic[] };
