import { badge } from "../coverage/badge.js";
import { coverageTable } from "../coverage/coverage-table.js";
import { navigatorLayer } from "../coverage/navigator-layer.js";
import type { Manifest } from "../manifest/manifest.js";
import type { OutputFile } from "./output-folder.js";
import type { Project } from "./project.js";

/** What of the content each target covers: a layer of the ATT&CK Navigator each, a table and a badge. */
export function coverageFiles(manifest: Manifest, { compiler }: Project): readonly OutputFile[] {
  const { detections } = compiler.content;
  return [
    ...compiler.targets.map(({ profile }) => ({
      path: `coverage/navigator/${profile.id}.json`,
      text: navigatorLayer(profile, manifest, detections, attackVersion(profile.settings["attack"])),
    })),
    { path: "coverage/coverage.md", text: coverageTable(manifest) },
    { path: "coverage/badge.svg", text: badge(manifest) },
  ];
}

/** The version in `targets/attack/`. */
function attackVersion(attack: unknown): string {
  if (typeof attack === "object" && attack !== null && "version" in attack) return String(attack.version);
  throw new Error("the ATT&CK data has no version");
}
