import type { SourceText, Span } from "../source/source-text.js";

/** One value of a YAML file with its place; an alias has the place of the alias and the children of its anchor. */
export type YamlNode = YamlScalar | YamlMapping | YamlSequence;

interface YamlPlace {
  readonly start: number;
  readonly end: number;
}

export interface YamlScalar extends YamlPlace {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
}

export interface YamlMapping extends YamlPlace {
  readonly kind: "mapping";
  readonly entries: readonly YamlEntry[];
}

export interface YamlSequence extends YamlPlace {
  readonly kind: "sequence";
  readonly items: readonly YamlNode[];
}

export interface YamlEntry {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

/** A YAML file, read: its plain value, and the tree that says where each part of it stands. */
export interface YamlDocument {
  readonly file: SourceText;
  readonly root: YamlNode;
  readonly value: unknown;
}

export type YamlPath = readonly (string | number)[];

/** What a path leads to: the value, and the key in front of it where it is an entry of a mapping. */
interface Found {
  readonly key?: YamlNode;
  readonly value: YamlNode;
}

/** The node at a path, or `undefined` where the file has nothing there. */
export function nodeAt(document: YamlDocument, path: YamlPath): YamlNode | undefined {
  return find(document, path)?.value;
}

/** The place of the value at a path; of its key where the value is empty, of the nearest parent where it is absent. */
export function spanAt({ file, ...rest }: YamlDocument, path: YamlPath): Span {
  for (let length = path.length; length >= 0; length -= 1) {
    const found = find({ file, ...rest }, path.slice(0, length));
    if (found === undefined) continue;
    if (length < path.length) return startOf(file, found);
    const node = found.value.start === found.value.end ? (found.key ?? found.value) : found.value;
    return { source: file, start: node.start, end: node.end };
  }
  return { source: file, start: 0, end: 0 };
}

/** The place of the key at a path, or of the value where it has none. */
export function keySpanAt(document: YamlDocument, path: YamlPath): Span {
  const found = find(document, path);
  if (found === undefined) return spanAt(document, path);
  const node = found.key ?? found.value;
  return { source: document.file, start: node.start, end: node.end };
}

/** A whole mapping is too much to underline: its key, or its first line, stands for it. */
function startOf(file: SourceText, { key, value }: Found): Span {
  if (key !== undefined) return { source: file, start: key.start, end: key.end };
  const line = file.text.indexOf("\n", value.start);
  return { source: file, start: value.start, end: Math.min(value.end, line === -1 ? value.end : line) };
}

function find({ root }: YamlDocument, path: YamlPath): Found | undefined {
  let found: Found = { value: root };
  for (const step of path) {
    const next = child(found.value, step);
    if (next === undefined) return undefined;
    found = next;
  }
  return found;
}

function child(node: YamlNode, step: string | number): Found | undefined {
  switch (node.kind) {
    case "scalar":
      return undefined;
    case "sequence": {
      const value = node.items[Number(step)];
      return value === undefined ? undefined : { value };
    }
    case "mapping": {
      const name = String(step);
      return node.entries.findLast(({ key }) => keyName(key) === name) ?? mergedChild(node, name);
    }
  }
}

/** An entry that `<<: *base` brought in. */
function mergedChild(node: YamlMapping, name: string): Found | undefined {
  for (const { key, value } of node.entries) {
    if (keyName(key) !== "<<") continue;
    for (const base of value.kind === "sequence" ? value.items : [value]) {
      const found = child(base, name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** A key's name; a key that is a collection has none. */
export function keyName(key: YamlNode): string | undefined {
  return key.kind === "scalar" ? String(key.value) : undefined;
}
