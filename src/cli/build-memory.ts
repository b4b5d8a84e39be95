import { createHash, randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { keptOutcome } from "../cache/kept-outcome.js";
import { DetectionDependencies } from "../cache/detection-dependencies.js";
import { compile, type Compiler, type Outcome, type TargetOutcome } from "../compile.js";
import { ContentMemory, type RememberedFile } from "../content/content-memory.js";
import { packageRoot } from "../content/package-root.js";
import { readFailure } from "../content/read-file.js";
import type { Detection } from "../detection/detection.js";
import type { FolderState } from "./output-folder.js";

/** The folder beside the output in which builds keep what they know; it ignores itself in git. */
export const memoryFolder = ".detc-cache";

interface KeptOutcome {
  readonly key: string;
  readonly targets: ReadonlyMap<string, TargetOutcome>;
}

interface Kept {
  readonly head: string;
  /** Differs with every writing, so that a supplement is known to belong to it. */
  readonly id: string;
  readonly files: ReadonlyMap<string, RememberedFile>;
  readonly outcomes: ReadonlyMap<string, KeptOutcome>;
  readonly output: FolderState;
}

/**
 * What has changed since the whole was written: writing that takes far longer than compiling one detection does.
 */
interface Supplement {
  readonly id: string;
  readonly files: Changed<RememberedFile>;
  readonly outcomes: Changed<KeptOutcome>;
  readonly output: FolderState;
}

interface Changed<Item> {
  readonly set: ReadonlyMap<string, Item>;
  readonly gone: readonly string[];
}

/** A supplement with more than this share of the whole makes place for a new whole. */
const largestSupplement = 0.1;

/** What builds of one content repository into one folder remember of each other. */
export class BuildMemory {
  readonly content: ContentMemory;
  /** The output folder as the last build left it. */
  readonly output: FolderState | undefined;
  readonly #location: string | undefined;
  readonly #head: string;
  readonly #whole: Kept | undefined;
  readonly #before: ReadonlyMap<string, KeptOutcome>;
  readonly #now = new Map<string, KeptOutcome>();
  #compiled = 0;

  /** Without a location, nothing is remembered. `head` stands for all that every detection depends on. */
  constructor(location: string | undefined, head: string) {
    this.#location = location;
    this.#head = head;
    const whole = location === undefined ? undefined : readWhole(location, head);
    const supplement =
      location === undefined || whole === undefined ? undefined : readSupplement(location, whole.id);
    this.#whole = whole;
    this.content = new ContentMemory(withChanges(whole?.files, supplement?.files));
    this.#before = withChanges(whole?.outcomes, supplement?.outcomes);
    this.output = supplement?.output ?? whole?.output;
  }

  /** How many detections had to be compiled. */
  get compiled(): number {
    return this.#compiled;
  }

  /** A function that compiles what has changed, and gives the earlier outcome of everything else. */
  compilerOf(compiler: Compiler): (detection: Detection) => Pick<Outcome, "targets"> {
    if (this.#location === undefined) return (detection) => compile(detection, compiler);
    const dependencies = new DetectionDependencies(compiler.content, digest);
    return (detection) => {
      const key = dependencies.keyOf(detection);
      const earlier = this.#before.get(detection.id);
      if (earlier?.key === key) {
        this.#now.set(detection.id, earlier);
        return earlier;
      }
      this.#compiled += 1;
      const { targets } = compile(detection, compiler);
      const kept = new Map([...targets].map(([id, outcome]) => [id, keptOutcome(outcome)]));
      this.#now.set(detection.id, { key, targets: kept });
      return { targets };
    };
  }

  #supplement(output: FolderState): Supplement | undefined {
    if (this.#whole === undefined) return undefined;
    const { id, files, outcomes } = this.#whole;
    const changes = {
      files: changesTo(files, this.content.files),
      outcomes: changesTo(outcomes, this.#now),
    };
    const most = Math.max(1, files.size * largestSupplement);
    return changes.files.set.size + changes.outcomes.set.size > most ? undefined : { id, ...changes, output };
  }

  /** Keeps what this build knows. A folder that cannot be written only makes the next build slower. */
  save(output: FolderState): void {
    if (this.#location === undefined) return;
    try {
      const folder = dirname(this.#location);
      mkdirSync(folder, { recursive: true });
      const ignore = join(folder, ".gitignore");
      if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
      const supplement = this.#supplement(output);
      if (supplement !== undefined) replaceFile(supplementOf(this.#location), serialize(supplement));
      else {
        const kept: Kept = {
          head: this.#head,
          id: randomUUID(),
          files: this.content.files,
          outcomes: this.#now,
          output,
        };
        replaceFile(this.#location, serialize(kept));
        rmSync(supplementOf(this.#location), { force: true });
      }
    } catch (thrown) {
      readFailure(thrown);
    }
  }
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

function changesTo<Item>(before: ReadonlyMap<string, Item>, now: ReadonlyMap<string, Item>): Changed<Item> {
  return {
    set: new Map([...now].filter(([key, item]) => before.get(key) !== item)),
    gone: [...before.keys()].filter((key) => !now.has(key)),
  };
}

function withChanges<Item>(
  before: ReadonlyMap<string, Item> | undefined,
  changed: Changed<Item> | undefined,
): ReadonlyMap<string, Item> {
  const items = new Map([...(before ?? []), ...(changed?.set ?? [])]);
  for (const key of changed?.gone ?? []) items.delete(key);
  return items;
}

/** Where builds of a content repository into an output folder remember. */
export function memoryLocation(root: string, out: string): string {
  return join(dirname(out), memoryFolder, `build-${digest(`${root}\0${out}`).slice(0, 16)}.bin`);
}

function supplementOf(location: string): string {
  return location.replace(/\.bin$/, "-since.bin");
}

function readSupplement(location: string, id: string): Supplement | undefined {
  try {
    const supplement: Supplement = deserialize(readFileSync(supplementOf(location)));
    return supplement.id === id ? supplement : undefined;
  } catch {
    return undefined;
  }
}

function readWhole(location: string, head: string): Kept | undefined {
  try {
    const kept: Kept = deserialize(readFileSync(location));
    return kept.head === head ? kept : undefined;
  } catch {
    // No file, one of another version of Node, or one cut short: everything is compiled.
    return undefined;
  }
}

export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Stands for everything that all detections depend on: detc itself, its data and schemas, the settings, the
 * repository's own catalog.
 */
export function headOf(settings: readonly string[], catalog: string | undefined): string {
  const root = packageRoot();
  const hash = createHash("sha256");
  hash.update(JSON.stringify([process.version, readFileSync(join(root, "package.json"), "utf8"), settings]));
  for (const folder of ["targets", "schemas"]) addFiles(hash, join(root, folder), contentOf);
  // The code is told by when its files were written, which is enough to see a new version.
  for (const folder of ["lib", "src", "grammar"]) addFiles(hash, join(root, folder), stampOf);
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
