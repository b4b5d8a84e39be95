import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import type { ListedOutcome } from "../target/outcome.js";
import type { Compilation } from "../compile-all.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { diagnosticRecord } from "../diagnostics/render/json.js";
import type { Artifact } from "../target/backend.js";
import type { Manifest, ManifestDetection, ManifestResult } from "./manifest.js";

export interface ManifestInput {
  readonly version: string;
  readonly targets: readonly string[];
  readonly compilation: Compilation;
  /** Of the content and the configuration. */
  readonly diagnostics: readonly Diagnostic[];
  /** SHA-256 of a file in UTF-8, in hexadecimal; a caller that has a faster one gives it. */
  readonly sha256?: (artifact: Artifact) => string;
}

/** Lists what was built of what. The same input gives the same manifest. */
export function buildManifest({
  version,
  targets,
  compilation,
  diagnostics,
  sha256: digest = sha256Of,
}: ManifestInput): Manifest {
  const { artifacts, detections } = compilation;
  const pathsOf = pathsByDetection(artifacts);
  return {
    schemaVersion: 1,
    detc: version,
    targets,
    diagnostics: [...diagnostics, ...compilation.diagnostics].map(diagnosticRecord),
    artifacts: artifacts.map((artifact) => ({
      path: artifact.path,
      sha256: digest(artifact),
      kind: artifact.kind,
      detections: artifact.detections,
    })),
    detections: detections.map(
      ({ detection: { id, name, path, version: number }, outcome }): ManifestDetection => ({
        id,
        name,
        path,
        version: number,
        targets: Object.fromEntries(
          [...outcome.targets].map(([target, result]) => [
            target,
            resultOf(
              result,
              (pathsOf.get(id) ?? []).filter((path) => path.startsWith(`${target}/`)),
            ),
          ]),
        ),
      }),
    ),
  };
}

function sha256Of({ text }: Artifact): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

function pathsByDetection(artifacts: readonly Artifact[]): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, string[]>();
  for (const { path, detections } of artifacts)
    for (const id of detections) {
      const known = paths.get(id);
      if (known === undefined) paths.set(id, [path]);
      else known.push(path);
    }
  return paths;
}

function resultOf(outcome: ListedOutcome, artifacts: readonly string[]): ManifestResult {
  const diagnostics = outcome.diagnostics.map(diagnosticRecord);
  switch (outcome.status) {
    case "skipped":
      return { status: "skipped", reason: outcome.reason, artifacts: [], dropped: [], diagnostics };
    case "refused":
    case "invalid":
      return { status: outcome.status, artifacts: [], dropped: [], diagnostics };
    case "compiled": {
      const { fidelity, windowing, accepted, language, bindings, dropped } = outcome.query;
      const homes = bindings.flatMap(({ home }) => home ?? []);
      const joined = (values: readonly string[]): string => [...new Set(values)].join(", ");
      return {
        status: "compiled",
        fidelity,
        ...(windowing === undefined ? {} : { windowing }),
        ...(accepted === undefined ? {} : { accepted }),
        language,
        ...(bindings.length === 0
          ? {}
          : {
              source: joined(bindings.map(({ source }) => source)),
              ...(homes.length === 0 ? {} : { home: joined(homes) }),
              table: joined(bindings.map(({ table }) => table)),
            }),
        artifacts,
        dropped,
        diagnostics,
      };
    }
  }
}
