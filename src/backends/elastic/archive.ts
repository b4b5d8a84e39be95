import type { Archive, Artifact, ReleaseSettings } from "../../target/backend.js";

/** The file that Kibana imports, one rule a line; beside it the lookup indices, where rules ask some. */
export function elasticArchive(artifacts: readonly Artifact[], release: ReleaseSettings): Archive {
  const name = `elastic_${release.name}-${release.version}`;
  const files = artifacts
    .filter(({ kind }) => kind === "bundle" || kind === "lookup")
    .map(({ path, text }) => ({ path: path.replace(/^elastic\//, ""), text }));
  return { name: `${name}.${files.length > 1 ? "zip" : "ndjson"}`, files };
}
