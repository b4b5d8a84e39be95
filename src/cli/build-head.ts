import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../content/package-root.js";

/**
 * Stands for everything that all detections depend on: detc itself, its data and schemas, the settings, the
 * repository's own catalog. `root` is the folder of the package.
 */
export function headOf(
  settings: readonly string[],
  catalog: string | undefined,
  root: string = packageRoot(),
): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([process.version, readFileSync(join(root, "package.json"), "utf8"), settings]));
  for (const folder of ["targets", "schemas"]) addFiles(hash, join(root, folder), contentOf);
  // The code is told by when its files were written, which is enough to see a new version.
  for (const folder of ["lib", "src", "grammar", ".ci/bundle"]) addFiles(hash, join(root, folder), stampOf);
  if (catalog !== undefined) addFiles(hash, catalog, contentOf);
  return hash.digest("hex");
}

function addFiles(
  hash: ReturnType<typeof createHash>,
  folder: string,
  describe: (file: string) => string | Uint8Array,
): void {
  if (!existsSync(folder)) return;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) hash.update(`\0${file}\0`).update(describe(file));
}

function contentOf(file: string): Uint8Array {
  return readFileSync(file);
}

function stampOf(file: string): string {
  const { size, mtimeMs } = statSync(file);
  return `${size} ${mtimeMs}`;
}
