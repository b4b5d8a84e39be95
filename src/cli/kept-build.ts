import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { ListedOutcome } from "../target/outcome.js";
import type { RememberedFile } from "../content/content-memory.js";
import type { LoadedTargets } from "../content/load-targets.js";
import { readFailure } from "../content/read-file.js";
import type { FileState, FolderState } from "./output-folder.js";

/** The folder beside the output in which builds keep what they know; it ignores itself in git. */
export const memoryFolder = ".detc-cache";

/** What became of a detection, and what that depended on. */
export interface KeptOutcome {
  /** Of the detection itself. */
  readonly own: string;
  /** Of the detection and everything that it reaches. */
  readonly key: string;
  readonly targets: ReadonlyMap<string, ListedOutcome>;
  /** SHA-256 of its files, by path. */
  readonly digests: ReadonlyMap<string, string>;
}

/** What a build knows when it ends. */
export interface Build {
  /** Of all that every detection depends on: detc, its data, the settings. */
  readonly head: string;
  readonly targets: LoadedTargets;
  /** Of all macros and lookups. */
  readonly surroundings: string;
  readonly files: ReadonlyMap<string, RememberedFile>;
  readonly outcomes: ReadonlyMap<string, KeptOutcome>;
  /** Made of one item of the content, by purpose and digest of the item. */
  readonly texts: ReadonlyMap<string, string>;
  readonly output: FolderState;
}

/** A build as it was read, with what tells how much of it has to be written again. */
export interface Kept extends Build {
  readonly whole: Whole;
}

interface Whole extends Build {
  /** Differs with every writing, so that a supplement is known to belong to it. */
  readonly id: string;
}

/** What has changed since the whole was written: writing that takes far longer than compiling one detection does. */
interface Supplement extends Pick<Build, "surroundings"> {
  readonly id: string;
  readonly files: Changed<RememberedFile>;
  readonly outcomes: Changed<KeptOutcome>;
  readonly texts: Changed<string>;
  readonly output: Changed<FileState>;
}

interface Changed<Item> {
  readonly set: ReadonlyMap<string, Item>;
  readonly gone: readonly string[];
}

/** A supplement with more than this share of the whole makes place for a new whole. */
const largestSupplement = 0.1;

/** Where builds of a content repository into an output folder remember. */
export function memoryLocation(root: string, out: string): string {
  const name = createHash("sha256").update(`${root}\0${out}`).digest("hex").slice(0, 16);
  return join(dirname(out), memoryFolder, `build-${name}.bin`);
}

/** The last build with this head; none where there is no file, one of another version of Node, or one cut short. */
export function readKept(location: string, head: string): Kept | undefined {
  const whole = read<Whole>(location);
  if (whole?.head !== head) return undefined;
  const supplement = read<Supplement>(supplementOf(location));
  if (supplement?.id !== whole.id) return { ...whole, whole };
  return {
    ...whole,
    surroundings: supplement.surroundings,
    files: withChanges(whole.files, supplement.files),
    outcomes: withChanges(whole.outcomes, supplement.outcomes),
    texts: withChanges(whole.texts, supplement.texts),
    output: withChanges(whole.output, supplement.output),
    whole,
  };
}

function read<Kind>(location: string): Kind | undefined {
  try {
    const kept: Kind = deserialize(readFileSync(location));
    return kept;
  } catch {
    return undefined;
  }
}

/** Writes what changed, or all of it where that is much. A folder that cannot be written is left as it is. */
export function writeKept(location: string, before: Kept | undefined, build: Build): void {
  try {
    const folder = dirname(location);
    mkdirSync(folder, { recursive: true });
    const ignore = join(folder, ".gitignore");
    if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
    const supplement = before === undefined ? undefined : supplementTo(before.whole, build);
    if (supplement !== undefined) replaceFile(supplementOf(location), serialize(supplement));
    else {
      const whole: Whole = { ...build, id: randomUUID() };
      replaceFile(location, serialize(whole));
      rmSync(supplementOf(location), { force: true });
    }
  } catch (thrown) {
    readFailure(thrown);
  }
}

function supplementTo(
  whole: Whole,
  { surroundings, files, outcomes, texts, output }: Build,
): Supplement | undefined {
  const same = (left: FileState | undefined, right: FileState): boolean =>
    left?.digest === right.digest && left.stamp === right.stamp;
  const changes = {
    files: changesTo(whole.files, files),
    outcomes: changesTo(whole.outcomes, outcomes),
    texts: changesTo(whole.texts, texts),
    output: changesTo(whole.output, output, same),
  };
  const most = Math.max(1, whole.files.size * largestSupplement);
  return changes.files.set.size + changes.outcomes.set.size > most
    ? undefined
    : { id: whole.id, surroundings, ...changes };
}

function changesTo<Item>(
  before: ReadonlyMap<string, Item>,
  now: ReadonlyMap<string, Item>,
  same: (before: Item | undefined, now: Item) => boolean = Object.is,
): Changed<Item> {
  return {
    set: new Map([...now].filter(([key, item]) => !same(before.get(key), item))),
    gone: [...before.keys()].filter((key) => !now.has(key)),
  };
}

function withChanges<Item>(
  before: ReadonlyMap<string, Item>,
  { set, gone }: Changed<Item>,
): ReadonlyMap<string, Item> {
  const items = new Map([...before, ...set]);
  for (const key of gone) items.delete(key);
  return items;
}

function replaceFile(location: string, bytes: Uint8Array): void {
  const fresh = `${location}.${randomUUID()}`;
  try {
    writeFileSync(fresh, bytes);
    renameSync(fresh, location);
  } finally {
    rmSync(fresh, { force: true });
  }
}

function supplementOf(location: string): string {
  return location.replace(/\.bin$/, "-since.bin");
}
