import type { Archive, Artifact, ReleaseSettings } from "../../target/backend.js";

/**
 * A content pack. Its name is one word, and the file of every rule begins with it.
 * https://xsoar.pan.dev/docs/packs/packs-format
 */
export function cortexArchive(artifacts: readonly Artifact[], release: ReleaseSettings): Archive {
  const pack = release.name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join("");
  const folder = `Packs/${pack}`;
  const metadata = {
    name: pack,
    description: "Correlation rules, compiled from the detections of a content repository.",
    support: "community",
    currentVersion: release.version,
    author: release.name,
    url: "",
    email: "",
    created: `${release.date}T00:00:00Z`,
    categories: ["Analytics & SIEM"],
    tags: [],
    useCases: [],
    keywords: [],
    marketplaces: ["marketplacev2"],
  };
  return {
    name: `cortex_${release.name}-${release.version}.zip`,
    files: [
      { path: `${folder}/pack_metadata.json`, text: `${JSON.stringify(metadata, undefined, 4)}\n` },
      { path: `${folder}/README.md`, text: `Correlation rules of ${release.name}.\n` },
      { path: `${folder}/.pack-ignore`, text: "" },
      { path: `${folder}/.secrets-ignore`, text: "" },
      ...artifacts.map(({ path, kind, text }) => {
        const file = path.split("/").at(-1) ?? "";
        // A pack holds no datasets: what makes them lies beside it.
        return kind === "lookup"
          ? { path: `lookups/${file}`, text }
          : { path: `${folder}/CorrelationRules/${pack}_${file}`, text };
      }),
    ],
  };
}
