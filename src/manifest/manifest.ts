import type { DiagnosticRecord } from "../diagnostics/render/json.js";
import type { TargetOutcome } from "../target/outcome.js";
import type { Artifact, Dropped, Fidelity, Windowing } from "../target/backend.js";

/** What a build made of a content repository: `manifest.json`, whose schema is `schemas/manifest.schema.json`. */
export interface Manifest {
  readonly schemaVersion: 1;
  /** The version of detc. */
  readonly detc: string;
  readonly targets: readonly string[];
  /** What belongs to no single detection; files that could not be read have no id. */
  readonly diagnostics: readonly DiagnosticRecord[];
  readonly artifacts: readonly ManifestArtifact[];
  readonly detections: readonly ManifestDetection[];
}

export interface ManifestArtifact {
  readonly path: string;
  readonly sha256: string;
  readonly kind: Artifact["kind"];
  readonly detections: readonly string[];
}

export interface ManifestDetection {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly version: number;
  readonly targets: Readonly<Record<string, ManifestResult>>;
}

export interface ManifestResult {
  readonly status: TargetOutcome["status"];
  /** Why it was skipped. */
  readonly reason?: string;
  readonly fidelity?: Fidelity;
  readonly windowing?: Windowing;
  /** Differences that were accepted by name and that it has. */
  readonly accepted?: readonly string[];
  readonly language?: string;
  /** The log sources and the tables they were bound to; several are joined by `, `. */
  readonly source?: string;
  readonly home?: string;
  readonly table?: string;
  readonly artifacts: readonly string[];
  readonly dropped: readonly Dropped[];
  readonly diagnostics: readonly DiagnosticRecord[];
}
