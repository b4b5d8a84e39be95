import { createHash } from "node:crypto";
import { serialize } from "node:v8";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceText } from "../source/source-text.js";
import type { Identity } from "./uniqueness.js";

/** What one content file gave. */
export interface RememberedFile {
  readonly file: SourceText;
  /** What else the result depends on, e.g. the deployments of the repository. */
  readonly context: string;
  /** Absent where the file is no YAML. */
  readonly identity?: Identity;
  /** Absent where something is wrong with it. */
  readonly item?: object;
  /** Of the item, once somebody asked for it. */
  readonly digest?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What the files of a content repository gave when they were last read: a file whose text is the same is not parsed
 * again. Only data, so that it can be kept between runs.
 */
export class ContentMemory {
  readonly #before: ReadonlyMap<string, RememberedFile>;
  readonly #now = new Map<string, RememberedFile>();
  readonly #digests = new Map<object, string>();

  constructor(before: ReadonlyMap<string, RememberedFile> = new Map()) {
    this.#before = before;
  }

  /** What a file gave, if nothing that it depends on has changed since. */
  recall(name: string, text: string, context: string): RememberedFile | undefined {
    const earlier = this.#before.get(name);
    if (earlier === undefined || earlier.file.text !== text || earlier.context !== context) return undefined;
    this.#now.set(name, earlier);
    if (earlier.item !== undefined && earlier.digest !== undefined)
      this.#digests.set(earlier.item, earlier.digest);
    return earlier;
  }

  remember(name: string, file: RememberedFile): void {
    this.#now.set(name, file);
  }

  /** As the function, and kept with the file that gave the item. */
  digestOf(item: object): string {
    const digest = this.#digests.get(item) ?? digestOf(item);
    this.#digests.set(item, digest);
    return digest;
  }

  /** The files that this run has seen. */
  get files(): ReadonlyMap<string, RememberedFile> {
    return new Map([...this.#now].map(([name, file]) => [name, this.#withDigest(file)]));
  }

  /** The same object where nothing is new, so that what changed can be told. */
  #withDigest(file: RememberedFile): RememberedFile {
    const digest = file.item === undefined ? undefined : this.#digests.get(file.item);
    return digest === undefined || digest === file.digest ? file : { ...file, digest };
  }
}

/** What tells an item from every other that differs from it in anything. */
export function digestOf(item: object): string {
  // V8 writes a list that it has read in another form than one that was made, and a clone in the same form as that.
  return createHash("sha256")
    .update(serialize(structuredClone(item)))
    .digest("hex");
}
