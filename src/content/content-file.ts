import { readdirSync, statSync, type Dirent } from "node:fs";
import { basename, join } from "node:path";
import { contentDiagnostics } from "../diagnostics/codes/content.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { readFailure } from "./read-file.js";

/** The kinds of content, by the folder that holds them. */
const folders = {
  detections: "detection",
  macros: "macro",
  lookups: "lookup",
  data_sources: "data-source",
  stories: "story",
  deployments: "deployment",
  baselines: "baseline",
} as const;

export type ContentKind = (typeof folders)[keyof typeof folders];

/** A YAML file of a content repository. */
export interface ContentFile {
  readonly kind: ContentKind;
  /** Where it is on disk. */
  readonly location: string;
  /** Relative to the content root, with `/`. */
  readonly name: string;
  /** The folder below that of its kind: endpoint, cloud, … */
  readonly category: string;
}

/**
 * The content files below a root, in the order of their names. The folders of the kinds lie under the root or under
 * `detections/`; every other folder of `detections/` is a category of detections.
 */
export function findContentFiles(root: string): {
  readonly files: readonly ContentFile[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const search = new FileSearch(root);
  for (const folder of Object.keys(folders)) search.addFolder([folder]);
  const files = search.files.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return { files, diagnostics: search.diagnostics };
}

class FileSearch {
  readonly files: ContentFile[] = [];
  readonly diagnostics: Diagnostic[] = [];

  constructor(private readonly root: string) {}

  /** Adds the files of a folder, given by its path from the root, if there is one. */
  addFolder(path: readonly string[]): void {
    for (const entry of this.#entries(path)) {
      const below = [...path, entry.name];
      const yaml = /\.ya?ml$/i.test(entry.name);
      const type = this.#typeOf(entry, below);
      if (type === "folder" && yaml) {
        const name = below.join("/");
        this.diagnostics.push(contentDiagnostics["not-a-file"](emptySpan(name), { name: entry.name }));
      } else if (type === "folder") this.addFolder(below);
      else if (yaml) this.#addFile(below);
    }
  }

  #addFile(path: readonly string[]): void {
    const place = placeOf(path);
    if (place === undefined) return;
    this.files.push({ ...place, location: join(this.root, ...path), name: path.join("/") });
  }

  #entries(path: readonly string[]): readonly Dirent[] {
    try {
      return readdirSync(join(this.root, ...path), { withFileTypes: true });
    } catch (thrown) {
      const failure = readFailure(thrown);
      if (failure.code !== "ENOENT" && failure.code !== "ENOTDIR") {
        const span = emptySpan(path.join("/"));
        this.diagnostics.push(
          contentDiagnostics.unreadable(span, { what: "folder", reason: failure.reason }),
        );
      }
      return [];
    }
  }

  /** A link to a folder is not followed: links can go in circles. */
  #typeOf(entry: Dirent, path: readonly string[]): "folder" | "file" | "link" {
    if (entry.isDirectory()) return "folder";
    if (!entry.isSymbolicLink()) return "file";
    try {
      return statSync(join(this.root, ...path)).isDirectory() ? "link" : "file";
    } catch (thrown) {
      // A link to nowhere is reported when the file is read.
      readFailure(thrown);
      return "file";
    }
  }
}

function placeOf(path: readonly string[]): Pick<ContentFile, "kind" | "category"> | undefined {
  const [top = "", second = ""] = path;
  const nested = top === "detections" && path.length > 2 && isKindFolder(second);
  const folder = nested ? second : top;
  if (!isKindFolder(folder)) return undefined;
  const below = path.slice(nested ? 2 : 1, -1);
  return { kind: folders[folder], category: below[0] ?? "uncategorized" };
}

function isKindFolder(name: string): name is keyof typeof folders {
  return Object.hasOwn(folders, name);
}

/** A span for what has no text: a folder, a file that cannot be read. */
export function emptySpan(name: string): Diagnostic["span"] {
  return { source: { name, text: "" }, start: 0, end: 0 };
}

/** A file's name without its ending. */
export function stemOf(name: string): string {
  return basename(name).replace(/\.[^.]*$/, "");
}
