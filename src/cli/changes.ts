import { parseSearch } from "../../grammar/parser.js";
import { printSearch } from "../../grammar/printer.js";
import { DetectionDependencies } from "../cache/detection-dependencies.js";
import { digestOf } from "../content/content-memory.js";
import { findContentFiles, type ContentFile } from "../content/content-file.js";
import { largestYaml, readTextFile } from "../content/read-file.js";
import type { Content } from "../content/model.js";
import type { Detection } from "../detection/detection.js";
import { gitDiagnostics } from "../diagnostics/codes/git.js";
import { hasErrors, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceText } from "../source/source-text.js";
import { parseYaml } from "../yaml/parse-yaml.js";
import { spanAt, type YamlDocument } from "../yaml/yaml-node.js";
import { digest } from "./build-memory.js";

/** Ids of the detections whose file, or whose macros, lookups, schedule or actions differ between two states. */
export function changedDetections(before: Content, after: Content): ReadonlySet<string> {
  const keysBefore = new DetectionDependencies(before, digestOf, digest);
  const keysAfter = new DetectionDependencies(after, digestOf, digest);
  const earlier = new Map(before.detections.map((detection) => [detection.id, keysBefore.keyOf(detection)]));
  return new Set(
    after.detections
      .filter((detection) => earlier.get(detection.id) !== keysAfter.keyOf(detection))
      .map(({ id }) => id),
  );
}

/** A content file with a version, whose content is not what it was. */
export interface ChangedFile {
  readonly file: ContentFile;
  readonly document: YamlDocument;
  readonly name: string;
  readonly version: number;
  readonly before: number;
}

/**
 * The content files with an id and a version that are in both states and say something else than before. Version,
 * date and the layout of a search are not what a file says.
 */
export function changedFiles(rootBefore: string, root: string): readonly ChangedFile[] {
  const earlier = new Map<string, Versioned>();
  for (const file of findContentFiles(rootBefore).files) {
    const versioned = versionedAt(file);
    if (versioned !== undefined) earlier.set(versioned.id, versioned);
  }
  return findContentFiles(root).files.flatMap((file): readonly ChangedFile[] => {
    const now = versionedAt(file);
    const before = now === undefined ? undefined : earlier.get(now.id);
    if (now === undefined || before === undefined) return [];
    const { document, name, version } = now;
    if (document.file.text === before.document.file.text || sayingOf(now) === sayingOf(before)) return [];
    return [{ file, document, name, version, before: before.version }];
  });
}

/** The versions that changed detections had before, by the ids of the detections; `textBefore` gives a file as it was. */
export function earlierVersions(
  detections: readonly Detection[],
  textBefore: (path: string) => string | undefined,
): ReadonlyMap<string, number> {
  return new Map(
    detections.flatMap(({ id, path: name, file }): readonly (readonly [string, number])[] => {
      const text = textBefore(name);
      if (text === undefined || text === file.text) return [];
      const before = versionedIn({ name, text });
      const now = versionedIn(file);
      if (before === undefined || now === undefined || before.id !== now.id) return [];
      return sayingOf(before) === sayingOf(now) ? [] : [[id, before.version]];
    }),
  );
}

/** What is wrong with the versions of changed files: every change has to raise it. */
export function versionProblems(files: readonly ChangedFile[], ref: string): readonly Diagnostic[] {
  return files.flatMap(({ document, name, version, before }) => {
    const span = spanAt(document, ["version"]);
    if (version > before) return [];
    return [
      version === before
        ? gitDiagnostics["version-not-raised"](span, { name, version, ref })
        : gitDiagnostics["version-lowered"](span, { name, version, before, ref }),
    ];
  });
}

interface Versioned {
  readonly document: YamlDocument;
  readonly value: Readonly<Record<string, unknown>>;
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

function versionedAt({ location, name: path }: ContentFile): Versioned | undefined {
  const { file } = readTextFile(location, path, largestYaml);
  return file === undefined ? undefined : versionedIn(file);
}

function versionedIn(file: SourceText): Versioned | undefined {
  const { document } = parseYaml(file);
  if (document === undefined || typeof document.value !== "object" || document.value === null)
    return undefined;
  const value: Readonly<Record<string, unknown>> = { ...document.value };
  const { id, name, version } = value;
  if (typeof id !== "string" || typeof name !== "string" || typeof version !== "number") return undefined;
  return { document, value, id: id.toLowerCase(), name, version };
}

function sayingOf({ value }: Versioned): string {
  const { version: _version, date: _date, search, ...rest } = value;
  return JSON.stringify([sorted(rest), typeof search === "string" ? layoutFree(search) : search]);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, below]) => [key, sorted(below)]),
  );
}

/** The search as the printer writes it; as it stands where it has macros or mistakes, apart from blanks at its ends. */
function layoutFree(search: string): string {
  const { pipeline, diagnostics } = parseSearch({ name: "search", text: search });
  return pipeline === undefined || hasErrors(diagnostics) ? search.trim() : printSearch(pipeline);
}
