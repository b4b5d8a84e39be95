import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { configurationFile } from "../content/load-configuration.js";

/** The content repository of a file: the nearest folder above it with a detc.yml or a folder `detections`. */
export function rootOf(file: string): string | undefined {
  for (let folder = dirname(file), below = file; folder !== below; below = folder, folder = dirname(folder)) {
    if (existsSync(join(folder, configurationFile)) || existsSync(join(folder, "detections"))) return folder;
  }
  return undefined;
}
