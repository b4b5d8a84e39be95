import { v5 as uuidv5 } from "uuid";
import type { Manifest, ManifestDetection } from "../manifest/manifest.js";
import type { ReleaseSettings } from "../target/backend.js";
import { sha256Of } from "./checksums.js";
import type { ReleaseFile } from "./pack.js";

/** The namespace of the serial numbers. */
const namespace = "8f6c8f5e-3c0b-4f0a-9c1d-5b7a2f1e6d40";

export interface Content {
  readonly manifest: Manifest;
  readonly release: ReleaseSettings;
  readonly time: Date;
  /** The archives, and the target that each is for. */
  readonly archives: readonly { readonly file: ReleaseFile; readonly target: string }[];
}

/**
 * What is in a release, as CycloneDX 1.6: the archives with their checksums, and the detections in each.
 * https://cyclonedx.org/docs/1.6/json/
 */
export function billOfMaterials({ manifest, release, time, archives }: Content): string {
  const isIn = ({ targets }: ManifestDetection): boolean =>
    archives.some(({ target }) => targets[target]?.status === "compiled");
  const product = `pkg:generic/${encodeURIComponent(release.name)}@${encodeURIComponent(release.version)}`;
  const bom = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidv5(archives.map(({ file }) => sha256Of(file)).join("\n"), namespace)}`,
    version: 1,
    metadata: {
      timestamp: time.toISOString().replace(/\.\d+Z$/, "Z"),
      tools: { components: [{ type: "application", name: "detc", version: manifest.detc }] },
      component: {
        type: "application",
        "bom-ref": product,
        name: release.name,
        version: release.version,
        purl: product,
      },
    },
    components: [
      ...archives.map(({ file }) => ({
        type: "file",
        "bom-ref": file.name,
        name: file.name,
        version: release.version,
        hashes: [{ alg: "SHA-256", content: sha256Of(file) }],
      })),
      ...manifest.detections.filter(isIn).map(({ id, name, path, version }) => ({
        type: "data",
        "bom-ref": `urn:uuid:${id}`,
        name,
        version: String(version),
        data: [{ type: "definition" }],
        properties: [{ name: "detc:path", value: path }],
      })),
    ],
    dependencies: [
      { ref: product, dependsOn: archives.map(({ file }) => file.name) },
      ...archives.map(({ file, target }) => ({
        ref: file.name,
        dependsOn: manifest.detections
          .filter(({ targets }) => targets[target]?.status === "compiled")
          .map(({ id }) => `urn:uuid:${id}`),
      })),
    ],
  };
  return `${JSON.stringify(bom, undefined, 2)}\n`;
}
