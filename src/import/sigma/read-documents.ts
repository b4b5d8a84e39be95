import { hasErrors, type Diagnostic } from "../../diagnostics/diagnostic.js";
import type { SourceText } from "../../source/source-text.js";
import { parseYaml } from "../../yaml/parse-yaml.js";
import type { YamlDocument } from "../../yaml/yaml-node.js";

/**
 * The YAML documents of a file, each with the places that its parts have in the file. Mistakes are those of `parseYaml`.
 */
export function readDocuments(file: SourceText): {
  readonly documents: readonly YamlDocument[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const documents: YamlDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const text of documentTexts(file.text)) {
    const read = parseYaml({ name: file.name, text });
    diagnostics.push(...read.diagnostics);
    if (read.document !== undefined && !hasErrors(read.diagnostics))
      documents.push({ ...read.document, file });
  }
  return { documents, diagnostics };
}

/** The text of each document, with blanks in the place of the others. */
function documentTexts(text: string): readonly string[] {
  const marks = [...text.matchAll(/^---(?=\s|$).*$/gm)];
  const starts = [0, ...marks.map((mark) => mark.index + mark[0].length)];
  const ends = [...marks.map((mark) => mark.index), text.length];
  const pieces = starts.flatMap((start, index) => {
    const end = ends[index] ?? text.length;
    const body = text.slice(start, end);
    return /^\s*(#.*\s*)*$/.test(body) ? [] : [{ start, end }];
  });
  if (pieces.length === 0) return [text];
  return pieces.map(({ start, end }) => text.slice(0, start).replace(/[^\n]/g, " ") + text.slice(start, end));
}
