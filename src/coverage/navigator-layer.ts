import type { Detection } from "../detection/detection.js";
import type { Manifest } from "../manifest/manifest.js";

/** Versions of the layer format and of the Navigator that reads it. */
const layerVersion = "4.5";
const navigatorVersion = "5.1.0";

/**
 * The techniques that one target covers, as a layer of the ATT&CK Navigator: a technique scores the number of compiled
 * detections that name it. https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md
 */
export function navigatorLayer(
  target: { readonly id: string; readonly title: string },
  manifest: Manifest,
  detections: readonly Detection[],
  attackVersion: string,
): string {
  const compiled = new Set(
    manifest.detections
      .filter(({ targets }) => targets[target.id]?.status === "compiled")
      .map(({ id }) => id),
  );
  const names = new Map<string, string[]>();
  for (const { id, name, tags } of detections)
    if (compiled.has(id))
      for (const { value } of tags.techniques) names.set(value, [...(names.get(value) ?? []), name]);
  const techniques = [...names]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([techniqueID, of]) => ({
      techniqueID,
      score: of.length,
      comment: of.sort().join("\n"),
      enabled: true,
      showSubtechniques:
        techniqueID.includes(".") || [...names.keys()].some((id) => id.startsWith(`${techniqueID}.`)),
    }));
  const layer = {
    name: `Detections in ${target.title}`,
    versions: { attack: attackVersion, navigator: navigatorVersion, layer: layerVersion },
    domain: "enterprise-attack",
    description: `Techniques of the detections that were compiled for ${target.title}.`,
    techniques,
    gradient: {
      colors: ["#ffffff", "#66b1ff"],
      minValue: 0,
      maxValue: Math.max(1, ...techniques.map(({ score }) => score)),
    },
    sorting: 3,
  };
  return `${JSON.stringify(layer, undefined, 2)}\n`;
}
