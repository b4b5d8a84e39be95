import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder of the package, which holds `schemas/` and `targets/`: the nearest one above this module that has both.
 * It is the same from the sources, from `lib/` and from `node_modules/detc`.
 */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!(existsSync(join(folder, "schemas")) && existsSync(join(folder, "targets")))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("the folders `schemas` and `targets` of the package are missing");
    folder = parent;
  }
  return folder;
}
