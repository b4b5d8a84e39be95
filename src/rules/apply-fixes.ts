import { parseSearch } from "../../grammar/parser.js";
import type { Pipeline } from "../../grammar/ast.js";
import type { Macro } from "../content/model.js";
import type { Detection } from "../detection/detection.js";
import { sameTree } from "../format/same-tree.js";
import { expandMacros } from "../source/expand-macros.js";
import { locate } from "../source/locate.js";
import type { SourceText } from "../source/source-text.js";
import { parseYaml } from "../yaml/parse-yaml.js";
import type { Fix, LintFinding } from "./rule.js";

/**
 * The file of a detection with all fixes of its findings, or `undefined` where there are none. The new file is read
 * again: only its search may differ, and in its tree only what the fixes say; otherwise nothing is fixed.
 */
export function applyFixes(
  { file, search }: Detection,
  found: readonly LintFinding[],
  macros: ReadonlyMap<string, readonly Macro[]>,
): string | undefined {
  const fixes = found.flatMap(({ fix }) => (fix === undefined ? [] : [fix]));
  if (fixes.length === 0) return undefined;
  const text = withInsertions(file.text, fixes);
  const before = valuesOf(file);
  const after = valuesOf({ name: file.name, text });
  const { search: fixed } = after;
  if (typeof fixed !== "string" || !sameTree({ ...before, search: "" }, { ...after, search: "" }))
    return undefined;
  const added = fixes.filter(({ effect }) => effect === "last-command").length;
  const old = treeOf(search.source, macros);
  const tree = treeOf({ name: file.name, text: fixed }, macros);
  if (old === undefined || tree?.commands.length !== old.commands.length + added) return undefined;
  return sameTree(old.commands, tree.commands.slice(0, old.commands.length)) ? text : undefined;
}

function withInsertions(file: string, fixes: readonly Fix[]): string {
  const insertions = fixes
    .flatMap((fix) => fix.insertions)
    .map(({ at, side, text }) => {
      const { start, end } = locate(at);
      return { offset: side === "before" ? start.offset : end.offset, text };
    })
    .sort((a, b) => a.offset - b.offset);
  let result = "";
  let copied = 0;
  for (const { offset, text } of insertions) {
    result += file.slice(copied, offset) + text;
    copied = offset;
  }
  return result + file.slice(copied);
}

function valuesOf(file: SourceText): Readonly<Record<string, unknown>> {
  const value = parseYaml(file).document?.value;
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function treeOf(search: SourceText, macros: ReadonlyMap<string, readonly Macro[]>): Pipeline | undefined {
  return parseSearch(expandMacros(search, macros).source).pipeline;
}
