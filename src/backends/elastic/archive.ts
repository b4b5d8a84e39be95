import type { Archive, Artifact, ReleaseSettings } from "../../target/backend.js";

/** The file that Kibana imports: one rule a line. */
export function elasticArchive(artifacts: readonly Artifact[], release: ReleaseSettings): Archive {
  return {
    name: `elastic_${release.name}-${release.version}.ndjson`,
    files: artifacts
      .filter(({ kind }) => kind === "bundle")
      .map(({ path, text }) => ({ path: path.replace(/^elastic\//, ""), text })),
  };
}
