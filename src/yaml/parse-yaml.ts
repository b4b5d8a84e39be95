import { CORE_SCHEMA, load, Type, YAMLException, type State } from "js-yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { contentDiagnostics } from "../diagnostics/codes/content.js";
import type { SourceText } from "../source/source-text.js";
import { quotedScalarValue } from "../source/yaml-scalar.js";
import { keyName, type YamlDocument, type YamlEntry, type YamlNode } from "./yaml-node.js";

/** Dates stay text, as every content file means them; `<<` merges, as PyYAML has it. */
const schema = CORE_SCHEMA.extend({
  implicit: [
    new Type("tag:yaml.org,2002:merge", { kind: "scalar", resolve: (data: unknown) => data === "<<" }),
  ],
});

/** Values in one file, aliases counted with all that they stand for. The longest public content file has 2,000. */
const mostValues = 100_000;
const deepestNesting = 200;

const blankBeforeBreak = /[ \t]\r?\n/;

/**
 * Reads one YAML document with the place of every key and value.
 *
 * Gives `content/invalid-yaml`, `content/duplicate-key`, `content/too-many-values` (a file whose aliases multiply),
 * `content/nested-too-deep` or `content/empty-file`, and then no document.
 */
export function parseYaml(file: SourceText): {
  readonly document?: YamlDocument;
  readonly diagnostics: readonly Diagnostic[];
} {
  const builder = new TreeBuilder(file.text);
  try {
    const value = load(file.text, {
      schema,
      json: true,
      listener: (event, state) => builder.on(event, state),
    });
    const root = builder.root;
    if (root === undefined || value === undefined || value === null)
      return { diagnostics: [contentDiagnostics["empty-file"]({ source: file, start: 0, end: 0 }, {})] };
    const diagnostics = duplicateKeys(file, root);
    return diagnostics.length > 0 ? { diagnostics } : { document: { file, root, value }, diagnostics };
  } catch (thrown) {
    return { diagnostics: [failure(file, thrown)] };
  }
}

function failure(file: SourceText, thrown: unknown): Diagnostic {
  if (thrown instanceof LimitReached) {
    const span = { source: file, start: thrown.position, end: thrown.position };
    return thrown.limit === "values"
      ? contentDiagnostics["too-many-values"](span, { limit: mostValues })
      : contentDiagnostics["nested-too-deep"](span, { limit: deepestNesting });
  }
  if (!(thrown instanceof YAMLException)) throw thrown;
  const position = Math.min(thrown.mark?.position ?? 0, file.text.length);
  return contentDiagnostics["invalid-yaml"](
    { source: file, start: position, end: position },
    { reason: thrown.reason },
  );
}

class LimitReached extends Error {
  constructor(
    readonly limit: "values" | "depth",
    readonly position: number,
  ) {
    super(limit);
  }
}

interface OpenNode {
  readonly position: number;
  readonly children: Built[];
}

interface Built {
  readonly node: YamlNode;
  readonly weight: number;
}

/** Builds the tree from what js-yaml tells while it reads: a node opens, has children, closes with a result. */
class TreeBuilder {
  root: YamlNode | undefined;
  readonly #text: string;
  readonly #open: OpenNode[] = [];
  readonly #anchored = new Map<unknown, Built>();

  constructor(text: string) {
    this.#text = text;
  }

  on(event: "open" | "close", state: State): void {
    if (event === "open") {
      if (this.#open.length >= deepestNesting) throw new LimitReached("depth", state.position);
      this.#open.push({ position: state.position, children: [] });
      return;
    }
    const open = this.#open.pop();
    if (open === undefined) return;
    const built = this.#close(open, state);
    if (built.weight > mostValues) throw new LimitReached("values", built.node.start);
    const parent = this.#open.at(-1);
    if (parent === undefined) this.root = built.node;
    else parent.children.push(built);
  }

  #close({ position, children }: OpenNode, state: State): Built {
    const start = skipProperties(this.#text, position, state.position);
    const end = trimEnd(this.#text, start, state.position);
    if (typeof state.result === "string" && blankBeforeBreak.test(this.#text.slice(start, end)))
      state.result = quotedScalarValue(this.#text, start, end) ?? state.result;
    const result: unknown = state.result;
    if (typeof result !== "object" || result === null) return { node: scalar(start, end, result), weight: 1 };

    if (this.#text[start] === "*") {
      const anchored = this.#anchored.get(result);
      if (anchored !== undefined) return { node: { ...anchored.node, start, end }, weight: anchored.weight };
    }
    const only = children.length === 1 ? children[0] : undefined;
    // js-yaml tries a flow collection as the key of a block mapping first, which nests it in itself.
    if (only !== undefined && only.node.start === start && only.node.kind !== "scalar") return only;

    const weight = children.reduce((sum, child) => sum + child.weight, 1);
    const nodes = children.map((child) => child.node);
    const node: YamlNode = Array.isArray(result)
      ? { kind: "sequence", start, end, items: this.#items(nodes, this.#text[start] === "[") }
      : { kind: "mapping", start, end, entries: this.#entries(nodes) };
    const built = { node, weight };
    this.#anchored.set(result, built);
    return built;
  }

  /** Keys and values come one after the other; a key without a colon behind it has no value (`{a, b: 1}`). */
  #entries(nodes: readonly YamlNode[]): readonly YamlEntry[] {
    const entries: YamlEntry[] = [];
    for (let index = 0; index < nodes.length; index += 1) {
      const key = nodes[index];
      if (key === undefined) break;
      const value = this.#colonFollows(key) ? nodes[index + 1] : undefined;
      if (value !== undefined) index += 1;
      entries.push({ key, value: value ?? scalar(key.end, key.end, null) });
    }
    return entries;
  }

  /** `[a: 1]` holds a mapping of one pair. */
  #items(nodes: readonly YamlNode[], flow: boolean): readonly YamlNode[] {
    if (!flow) return nodes;
    const items: YamlNode[] = [];
    for (let index = 0; index < nodes.length; index += 1) {
      const node = nodes[index];
      if (node === undefined) break;
      const value = this.#colonFollows(node) ? nodes[index + 1] : undefined;
      if (value === undefined) {
        items.push(node);
        continue;
      }
      index += 1;
      items.push({ kind: "mapping", start: node.start, end: value.end, entries: [{ key: node, value }] });
    }
    return items;
  }

  #colonFollows(key: YamlNode): boolean {
    return this.#text[skipSpace(this.#text, key.end, this.#text.length)] === ":";
  }
}

function scalar(start: number, end: number, value: unknown): YamlNode {
  const known = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return { kind: "scalar", start, end, value: known ? value : null };
}

/** Past white space, comments, anchors and tags, to the first character of the value. */
function skipProperties(text: string, from: number, limit: number): number {
  let at = skipSpace(text, from, limit);
  while (at < limit && (text[at] === "&" || text[at] === "!")) {
    while (at < limit && !isSpace(text[at])) at += 1;
    at = skipSpace(text, at, limit);
  }
  return at >= limit ? from : at;
}

function skipSpace(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit) {
    if (text[at] === "#" && (at === 0 || isSpace(text[at - 1]))) {
      const line = text.indexOf("\n", at);
      at = line === -1 ? limit : line;
    } else if (isSpace(text[at])) at += 1;
    else break;
  }
  return at;
}

function trimEnd(text: string, start: number, from: number): number {
  let end = Math.min(from, text.length);
  while (end > start && isSpace(text[end - 1])) end -= 1;
  return Math.max(start, end);
}

function isSpace(character: string | undefined): boolean {
  return character === " " || character === "\n" || character === "\r" || character === "\t";
}

function duplicateKeys(file: SourceText, node: YamlNode, seen = new Set<YamlNode>()): readonly Diagnostic[] {
  if (node.kind === "scalar" || seen.has(node)) return [];
  seen.add(node);
  if (node.kind === "sequence") return node.items.flatMap((item) => duplicateKeys(file, item, seen));
  const first = new Map<string, YamlNode>();
  return node.entries.flatMap(({ key, value }) => {
    const below = duplicateKeys(file, value, seen);
    const name = keyName(key);
    if (name === undefined) return below;
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, key);
      return below;
    }
    const duplicate = contentDiagnostics["duplicate-key"](
      { source: file, start: key.start, end: key.end },
      { key: name },
      {
        related: [
          {
            message: "the first one is here",
            span: { source: file, start: earlier.start, end: earlier.end },
          },
        ],
      },
    );
    return [duplicate, ...below];
  });
}
