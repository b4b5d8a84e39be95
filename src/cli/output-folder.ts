import { createHash, randomUUID } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { emptySpan } from "../content/content-file.js";
import { readFailure } from "../content/read-file.js";
import { buildDiagnostics } from "../diagnostics/codes/build.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** A file to write, its path relative to the folder, with `/`. */
export interface OutputFile {
  readonly path: string;
  readonly text: string | Uint8Array;
  /** SHA-256 of the text, where it is known. */
  readonly digest?: string;
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

/** The files of an output folder as a build left them, by path. */
export type FolderState = ReadonlyMap<string, FileState>;

export interface FileState {
  readonly digest: string;
  /** Changes with every change of the file on disk. */
  readonly stamp: string;
}

export type WrittenFolder =
  { readonly problem: Diagnostic } | { readonly state: FolderState; readonly problem?: never };

/**
 * Makes a folder hold exactly these files. They are written beside it and moved into place, so that a failure leaves
 * what was there: the folder as a whole, or, where it is still as an earlier build left it (`before`), only the files
 * that differ. Gives a diagnostic when it cannot.
 */
export function replaceOutputFolder(
  shown: string,
  files: readonly OutputFile[],
  before?: FolderState,
): WrittenFolder {
  const foreign = checkOutputFolder(shown);
  if (foreign !== undefined) return { problem: foreign };
  const all = [marker, ...files];
  const digests = new Map(
    all.map(({ path, text, digest }) => [path, digest ?? createHash("sha256").update(text).digest("hex")]),
  );
  try {
    const folder = existsSync(shown) ? realpathSync(shown) : shown;
    mkdirSync(dirname(folder), { recursive: true });
    const beside = (purpose: string): string =>
      join(dirname(folder), `.${basename(folder)}.${purpose}-${randomUUID()}`);
    const fresh = beside("new");
    let stamps = new Map<string, string>();
    try {
      if (before !== undefined) stamps = stampsIn(folder);
      const known = before !== undefined && areAsLeft(stamps, before) ? before : undefined;
      const changed = known === undefined ? undefined : updateFiles(folder, fresh, all, digests, known);
      if (changed === undefined) {
        writeFiles(fresh, all);
        moveIntoPlace(fresh, folder, beside("old"));
        stamps = stampsIn(folder);
      } else for (const path of changed) stamps.set(path, stampOf(join(folder, path)));
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
    return {
      state: new Map([...digests].map(([path, digest]) => [path, { digest, stamp: stamps.get(path) ?? "" }])),
    };
  } catch (thrown) {
    return { problem: unwritable(shown, thrown) };
  }
}

function areAsLeft(stamps: ReadonlyMap<string, string>, before: FolderState): boolean {
  return stamps.size === before.size && [...before].every(([path, { stamp }]) => stamps.get(path) === stamp);
}

/**
 * Moves what differs into the folder, file by file, and takes away what is no longer made. Gives the paths of what it
 * moved, or nothing where the folder has to be replaced as a whole.
 */
function updateFiles(
  folder: string,
  fresh: string,
  files: readonly OutputFile[],
  digests: ReadonlyMap<string, string>,
  before: FolderState,
): readonly string[] | undefined {
  const changed = files.filter(({ path }) => before.get(path)?.digest !== digests.get(path));
  const gone = [...before.keys()].filter((path) => !digests.has(path));
  // A folder in which most is new is better replaced as a whole.
  if (changed.length + gone.length > files.length / 2) return undefined;
  writeFiles(fresh, changed);
  try {
    for (const path of gone) removeFile(folder, path);
    for (const { path } of changed) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      renameSync(join(fresh, path), join(folder, path));
    }
    return changed.map(({ path }) => path);
  } catch (thrown) {
    readFailure(thrown);
    rmSync(fresh, { recursive: true, force: true });
    return undefined;
  }
}

/** Removes a file and the folders that it leaves empty. */
function removeFile(folder: string, path: string): void {
  rmSync(join(folder, path), { force: true });
  for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) {
    const location = join(folder, parent);
    if (!existsSync(location)) continue;
    if (readdirSync(location).length > 0) return;
    rmdirSync(location);
  }
}

/** The stamp of every file of a folder, by path with `/`. */
function stampsIn(folder: string): Map<string, string> {
  const stamps = new Map<string, string>();
  const add = (below: string): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true }))
      if (entry.isDirectory()) add(`${below}${entry.name}/`);
      else stamps.set(`${below}${entry.name}`, stampOf(`${folder}/${below}${entry.name}`));
  };
  if (existsSync(folder)) add("");
  return stamps;
}

/** What tells whether a file was touched. */
function stampOf(location: string): string {
  const { size, mtimeMs, ctimeMs, ino } = lstatSync(location);
  return `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}

function writeFiles(folder: string, files: readonly OutputFile[]): void {
  const made = new Set<string>();
  for (const { path, text } of files) {
    if (path.split("/").some((part) => part === "" || part === "." || part === ".."))
      throw new RangeError(`the path of a file of the output leaves its folder: ${path}`);
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
