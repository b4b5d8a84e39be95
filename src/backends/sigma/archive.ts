import type { Archive, Artifact, ReleaseSettings } from "../../target/backend.js";

/** The rules in SigmaHQ's folders, as its releases have them. */
export function sigmaArchive(artifacts: readonly Artifact[], release: ReleaseSettings): Archive {
  return {
    name: `sigma_${release.name}-${release.version}.zip`,
    files: artifacts.map(({ path, text }) => ({ path: path.replace(/^sigma\//, ""), text })),
  };
}
