import { parseSearch } from "../../grammar/parser.js";
import type { Pipeline } from "../../grammar/ast.js";
import type { Macro } from "../content/model.js";
import { formatDiagnostics } from "../diagnostics/codes/format.js";
import { hasErrors, type Diagnostic } from "../diagnostics/diagnostic.js";
import { expandMacros } from "../source/expand-macros.js";
import { wholeText, type SourceText } from "../source/source-text.js";
import { formatSearch } from "./format-search.js";
import { sameTree } from "./same-tree.js";

/** A formatted search, or why it has to stay as it is. */
export type Formatted =
  | { readonly text: string; readonly diagnostics?: never }
  | { readonly text?: never; readonly diagnostics: readonly Diagnostic[] };

/**
 * Formats a search and reads the result again: both texts, their macros expanded, have to give one tree. A search with
 * mistakes gives their diagnostics, one whose tree would change `format/changes-meaning`.
 */
export function formatVerified(
  search: SourceText,
  macros: ReadonlyMap<string, readonly Macro[]>,
  format: (text: string) => string = formatSearch,
): Formatted {
  const before = treeOf(search, macros);
  if (before.pipeline === undefined) return { diagnostics: before.diagnostics };
  const text = format(search.text);
  const after = treeOf({ name: search.name, text }, macros);
  return after.pipeline !== undefined && sameTree(before.pipeline, after.pipeline)
    ? { text }
    : { diagnostics: [formatDiagnostics["changes-meaning"](wholeText(search), {})] };
}

function treeOf(
  search: SourceText,
  macros: ReadonlyMap<string, readonly Macro[]>,
): { readonly pipeline?: Pipeline; readonly diagnostics: readonly Diagnostic[] } {
  const { source, diagnostics } = expandMacros(search, macros);
  return hasErrors(diagnostics) ? { diagnostics } : parseSearch(source);
}
