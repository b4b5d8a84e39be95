import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { emptySpan } from "../content/content-file.js";
import { readFailure } from "../content/read-file.js";
import { buildDiagnostics } from "../diagnostics/codes/build.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** A file to write, its path relative to the folder, with `/`. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** In every folder that detc made, so that it never replaces another one. */
const marker: OutputFile = {
  path: ".detc",
  text: "This folder was made by detc, which replaces it as a whole with every build.\n",
};

/** Whether a folder may be replaced; a diagnostic says why not. */
export function checkOutputFolder(folder: string): Diagnostic | undefined {
  try {
    if (!existsSync(folder)) return undefined;
    const entries = readdirSync(folder);
    return entries.length === 0 || entries.includes(marker.path)
      ? undefined
      : buildDiagnostics["foreign-output"](emptySpan(folder), { folder });
  } catch (thrown) {
    return unwritable(folder, thrown);
  }
}

/**
 * Replaces a folder as a whole: the files are written beside it and moved into place, so that a failure leaves what
 * was there. Gives a diagnostic when it cannot.
 */
export function replaceOutputFolder(shown: string, files: readonly OutputFile[]): Diagnostic | undefined {
  const foreign = checkOutputFolder(shown);
  if (foreign !== undefined) return foreign;
  try {
    const folder = existsSync(shown) ? realpathSync(shown) : shown;
    mkdirSync(dirname(folder), { recursive: true });
    const beside = (purpose: string): string =>
      join(dirname(folder), `.${basename(folder)}.${purpose}-${randomUUID()}`);
    const fresh = beside("new");
    try {
      writeFiles(fresh, [marker, ...files]);
      moveIntoPlace(fresh, folder, beside("old"));
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
    return undefined;
  } catch (thrown) {
    return unwritable(shown, thrown);
  }
}

function writeFiles(folder: string, files: readonly OutputFile[]): void {
  const made = new Set<string>();
  for (const { path, text } of files) {
    const location = join(folder, ...path.split("/"));
    const parent = dirname(location);
    if (!made.has(parent)) {
      mkdirSync(parent, { recursive: true });
      made.add(parent);
    }
    writeFileSync(location, text);
  }
}

function moveIntoPlace(fresh: string, folder: string, old: string): void {
  if (!existsSync(folder)) {
    renameSync(fresh, folder);
    return;
  }
  renameSync(folder, old);
  try {
    renameSync(fresh, folder);
  } catch (thrown) {
    renameSync(old, folder);
    throw thrown;
  }
  rmSync(old, { recursive: true, force: true });
}

function unwritable(folder: string, thrown: unknown): Diagnostic {
  const { reason } = readFailure(thrown);
  return buildDiagnostics["output-unwritable"](emptySpan(folder), { folder, reason });
}
