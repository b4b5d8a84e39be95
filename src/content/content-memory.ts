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
  readonly item?: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What the files of a content repository gave when they were last read: a file whose text is the same is not parsed
 * again. Only data, so that it can be kept between runs.
 */
export class ContentMemory {
  readonly #before: ReadonlyMap<string, RememberedFile>;
  readonly #now = new Map<string, RememberedFile>();

  constructor(before: ReadonlyMap<string, RememberedFile> = new Map()) {
    this.#before = before;
  }

  /** What a file gave, if nothing that it depends on has changed since. */
  recall(name: string, text: string, context: string): RememberedFile | undefined {
    const earlier = this.#before.get(name);
    if (earlier === undefined || earlier.file.text !== text || earlier.context !== context) return undefined;
    this.#now.set(name, earlier);
    return earlier;
  }

  remember(name: string, file: RememberedFile): void {
    this.#now.set(name, file);
  }

  /** The files that this run has seen. */
  get files(): ReadonlyMap<string, RememberedFile> {
    return this.#now;
  }
}
