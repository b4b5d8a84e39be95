import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { emptySpan } from "../../content/content-file.js";
import { readFailure } from "../../content/read-file.js";
import { starterDiagnostics } from "../../diagnostics/codes/starter.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";

/** Writes a file that does not exist yet, with the folders above it. */
export function writeNew(folder: string, path: string, text: string): Diagnostic | undefined {
  const location = join(folder, ...path.split("/"));
  try {
    mkdirSync(dirname(location), { recursive: true });
    writeFileSync(location, text, { flag: "wx" });
    return undefined;
  } catch (thrown) {
    const { code, reason } = readFailure(thrown);
    return code === "EEXIST"
      ? starterDiagnostics.exists(emptySpan(path), { path })
      : starterDiagnostics.unwritable(emptySpan(path), { path, reason });
  }
}
