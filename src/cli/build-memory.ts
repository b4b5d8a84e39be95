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
  readonly files: ReadonlyMap<string, RememberedFile>;
  readonly outcomes: ReadonlyMap<string, KeptOutcome>;
  readonly output: FolderState;
}

/** What builds of one content repository into one folder remember of each other. */
export class BuildMemory {
  readonly content: ContentMemory;
  /** The output folder as the last build left it. */
  readonly output: FolderState | undefined;
  readonly #location: string | undefined;
  readonly #head: string;
  readonly #before: ReadonlyMap<string, KeptOutcome>;
  readonly #now = new Map<string, KeptOutcome>();
  #compiled = 0;

  /** Without a location, nothing is remembered. `head` stands for all that every detection depends on. */
  constructor(location: string | undefined, head: string) {
    this.#location = location;
    this.#head = head;
    const kept = location === undefined ? undefined : read(location, head);
    this.content = new ContentMemory(kept?.files);
    this.#before = kept?.outcomes ?? new Map();
    this.output = kept?.output;
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

  /** Keeps what this build knows. A folder that cannot be written only makes the next build slower. */
  save(output: FolderState): void {
    if (this.#location === undefined) return;
    const kept: Kept = { head: this.#head, files: this.content.files, outcomes: this.#now, output };
    try {
      const folder = dirname(this.#location);
      mkdirSync(folder, { recursive: true });
      const ignore = join(folder, ".gitignore");
      if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
      const fresh = `${this.#location}.${randomUUID()}`;
      try {
        writeFileSync(fresh, serialize(kept));
        renameSync(fresh, this.#location);
      } finally {
        rmSync(fresh, { force: true });
      }
    } catch (thrown) {
      readFailure(thrown);
    }
  }
}

/** Where builds of a content repository into an output folder remember. */
export function memoryLocation(root: string, out: string): string {
  return join(dirname(out), memoryFolder, `build-${digest(`${root}\0${out}`).slice(0, 16)}.bin`);
}

function read(location: string, head: string): Kept | undefined {
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
