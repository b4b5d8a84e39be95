import { createHash } from "node:crypto";
import { DetectionDependencies } from "../cache/detection-dependencies.js";
import { keptOutcome } from "../cache/kept-outcome.js";
import type { Listed } from "../compile-all.js";
import { compile, type Compiler } from "../compile.js";
import type { ListedOutcome } from "../target/outcome.js";
import { ContentMemory } from "../content/content-memory.js";
import { loadTargets, type CatalogFolder, type LoadedTargets } from "../content/load-targets.js";
import type { Content } from "../content/model.js";
import type { Detection } from "../detection/detection.js";
import type { Artifact } from "../target/backend.js";
import { readKept, writeKept, type Kept, type KeptOutcome } from "./kept-build.js";
import type { FolderState } from "./output-folder.js";

/** What builds of one content repository into one folder remember of each other. */
export class BuildMemory {
  readonly content: ContentMemory;
  readonly #location: string | undefined;
  readonly #head: string;
  readonly #before: Kept | undefined;
  readonly #outcomes = new Map<string, KeptOutcome>();
  readonly #digests = new Map<Artifact, string>();
  readonly #texts = new Map<string, string>();
  #targets: LoadedTargets | undefined;
  #surroundings = "";
  #compiled = 0;

  /** Without a location, nothing is remembered. `head` stands for all that every detection depends on. */
  constructor(location: string | undefined, head: string) {
    this.#location = location;
    this.#head = head;
    this.#before = location === undefined ? undefined : readKept(location, head);
    this.content = new ContentMemory(this.#before?.files);
  }

  /** How many detections had to be compiled. */
  get compiled(): number {
    return this.#compiled;
  }

  /** The output folder as the last build left it. */
  get output(): FolderState | undefined {
    return this.#before?.output;
  }

  /** Targets as `loadTargets` gives them; their files are a part of the head. */
  async targets(catalog: CatalogFolder | undefined): Promise<LoadedTargets> {
    this.#targets ??= this.#before?.targets ?? (await loadTargets(catalog));
    return this.#targets;
  }

  /** A function that compiles what has changed, and gives the earlier outcome of everything else. */
  compilerOf(compiler: Compiler): (detection: Detection) => Listed {
    if (this.#location === undefined) return (detection) => compile(detection, compiler);
    const { content } = compiler;
    this.#surroundings = this.#surroundingsOf(content);
    const sameSurroundings = this.#surroundings === this.#before?.surroundings;
    let dependencies: DetectionDependencies | undefined;
    return (detection) => {
      const own = this.content.digestOf(detection);
      const earlier = this.#before?.outcomes.get(detection.id);
      if (sameSurroundings && earlier?.own === own) return this.#recall(detection, earlier);
      dependencies ??= new DetectionDependencies(content, (item) => this.content.digestOf(item), digest);
      const key = dependencies.keyOf(detection);
      if (earlier?.key === key) return this.#recall(detection, earlier);
      this.#compiled += 1;
      const { targets } = compile(detection, compiler);
      const kept = new Map([...targets].map(([id, outcome]) => [id, keptOutcome(outcome)]));
      const digests = new Map(artifactsOf(kept).map((artifact) => [artifact.path, this.digestOf(artifact)]));
      this.#outcomes.set(detection.id, { own, key, targets: kept, digests });
      return { targets: kept };
    };
  }

  /** A text that is made of one item of the content alone. */
  textOf(item: object, purpose: string, make: () => string): string {
    const key = `${purpose} ${this.content.digestOf(item)}`;
    const text = this.#before?.texts.get(key) ?? make();
    this.#texts.set(key, text);
    return text;
  }

  /** SHA-256 of a file of the output. */
  digestOf(artifact: Artifact): string {
    const known = this.#digests.get(artifact) ?? digest(artifact.text);
    this.#digests.set(artifact, known);
    return known;
  }

  /** Keeps what this build knows. A folder that cannot be written only makes the next build slower. */
  save(output: FolderState): void {
    if (this.#location === undefined || this.#targets === undefined) return;
    writeKept(this.#location, this.#before, {
      head: this.#head,
      targets: this.#targets,
      surroundings: this.#surroundings,
      files: this.content.files,
      outcomes: this.#outcomes,
      texts: this.#texts,
      output,
    });
  }

  #recall({ id }: Detection, earlier: KeptOutcome): Listed {
    this.#outcomes.set(id, earlier);
    for (const artifact of artifactsOf(earlier.targets)) {
      const known = earlier.digests.get(artifact.path);
      if (known !== undefined) this.#digests.set(artifact, known);
    }
    return earlier;
  }

  /** Everything that a search may reach: as long as it stays, only detections that changed have to be looked into. */
  #surroundingsOf({ macros, lookups }: Content): string {
    const all = [...[...macros.values()].flat(), ...lookups.values()];
    return digest(all.map((item) => this.content.digestOf(item)).join(" "));
  }
}

function artifactsOf(targets: ReadonlyMap<string, ListedOutcome>): readonly Artifact[] {
  return [...targets.values()].flatMap((outcome) => (outcome.status === "compiled" ? outcome.artifacts : []));
}

export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
