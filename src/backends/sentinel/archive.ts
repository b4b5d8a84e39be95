import type { Archive, Artifact, ReleaseSettings } from "../../target/backend.js";

/**
 * A folder that Microsoft Sentinel's repositories deploy, with the template of all rules at its top, the rules one by
 * one, and the watchlists to upload.
 * https://learn.microsoft.com/azure/sentinel/ci-cd-custom-content
 */
export function sentinelArchive(artifacts: readonly Artifact[], release: ReleaseSettings): Archive {
  return {
    name: `sentinel_${release.name}-${release.version}.zip`,
    files: artifacts.map(({ path, kind, text }) => {
      const below = path.replace(/^sentinel\//, "");
      return { path: kind === "rule" ? `Detections/${below}` : below, text };
    }),
  };
}
