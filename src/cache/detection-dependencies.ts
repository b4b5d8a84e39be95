import type { Content, LookupTable, Macro } from "../content/model.js";
import type { Detection } from "../detection/detection.js";

/** What tells a detection, a macro or a lookup from every other that differs from it in anything. */
export type Digest = (item: object) => string;

/**
 * Tells whether something that a detection is compiled from has changed: its file, its schedule and actions, the
 * macros and lookups that its search can reach.
 *
 * What a search can reach is found by words, so that nothing has to be parsed: a macro or lookup counts when every
 * word of its name occurs in the search or in a macro that counts. That is at times more than what is used, never
 * less; a macro that builds the name of another from an argument counts as reaching all of them.
 */
export class DetectionDependencies {
  readonly #digest: Digest;
  readonly #hash: (text: string) => string;
  readonly #macros: readonly Reachable[];
  readonly #byWord = new Map<string, Reachable[]>();
  readonly #oddlyNamed: readonly Reachable[];

  /** `hash` shortens a text. */
  constructor({ macros, lookups }: Content, digest: Digest, hash: (text: string) => string) {
    this.#digest = digest;
    this.#hash = hash;
    this.#macros = [...macros.values()].map((definitions) => macroOf(definitions, digest));
    const all = [...this.#macros, ...[...lookups.values()].flatMap((lookup) => lookupOf(lookup, digest))];
    this.#oddlyNamed = all.filter(({ name }) => name.length !== 1);
    for (const item of all) {
      const [word] = item.name;
      if (word === undefined || item.name.length !== 1) continue;
      const sameWord = this.#byWord.get(word) ?? [];
      sameWord.push(item);
      this.#byWord.set(word, sameWord);
    }
  }

  /** The same for two runs only if the detection compiles to the same, given the same compiler and settings. */
  keyOf(detection: Detection): string {
    const reached = this.#reachedFrom(detection.search.source.text).map(({ digest }) => digest);
    return this.#hash([this.#digest(detection), ...[...new Set(reached)].sort()].join(" "));
  }

  #reachedFrom(text: string): readonly Reachable[] {
    const words = new Set<string>();
    const reached = new Set<Reachable>();
    const open: string[] = [];
    const addWords = (more: Iterable<string>): void => {
      for (const word of more)
        if (!words.has(word)) {
          words.add(word);
          open.push(word);
        }
    };
    const reach = (item: Reachable): void => {
      if (reached.has(item)) return;
      reached.add(item);
      addWords(item.words);
      if (item.buildsNames) this.#macros.forEach(reach);
    };
    addWords(wordsOf(text));
    while (open.length > 0) {
      for (let word = open.pop(); word !== undefined; word = open.pop())
        this.#byWord.get(word)?.forEach(reach);
      for (const item of this.#oddlyNamed) if (item.name.every((word) => words.has(word))) reach(item);
    }
    return [...reached];
  }
}

interface Reachable {
  /** The words of its name. */
  readonly name: readonly string[];
  /** What it leads to. */
  readonly words: readonly string[];
  readonly buildsNames: boolean;
  readonly digest: string;
}

function macroOf(definitions: readonly Macro[], digest: Digest): Reachable {
  const texts = definitions.map(({ definition }) => definition.text);
  return {
    name: wordsOf(definitions[0]?.name ?? ""),
    words: texts.flatMap(wordsOf),
    buildsNames: texts.some((text) => /`[^`(]*\$/.test(text)),
    digest: definitions.map(digest).join(" "),
  };
}

/** A search names a lookup, or its file. */
function lookupOf(lookup: LookupTable, digest: Digest): readonly Reachable[] {
  const { csv, name } = lookup;
  const own = digest(lookup);
  return [...new Set([name, ...(csv === undefined ? [] : [csv.path])])].map((each) => ({
    name: wordsOf(each),
    words: [],
    buildsNames: false,
    digest: own,
  }));
}

function wordsOf(text: string): readonly string[] {
  return [...new Set(text.match(/\w+/g) ?? [])];
}
