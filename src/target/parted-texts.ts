import type { WildcardPattern } from "../../grammar/ast.js";
import type { ColumnReference, Term } from "../plan/expression.js";
import type { Span } from "../source/source-text.js";
import type { ScanBinding } from "./bind.js";
import type { TargetProfile } from "./profile.js";
import { mapSetting } from "./settings.js";
import { textColumn } from "./text-column.js";

/**
 * The columns in one of which a term stands exactly where it stands in the text of an event, for a table that keeps the
 * parts of the event and not its text (`partedTexts` of `target.yml`). The form of the log has to be named by the search,
 * and what stands around the parts has to be known (`frame` of the source): one word of the term is none of it, and none
 * of the numbers there, and no character of the term is one that parts from part.
 */
export function partedTexts(
  { pattern, span }: Pick<Term, "pattern" | "span">,
  binding: Pick<ScanBinding, "source" | "table" | "format">,
  { settings }: Pick<TargetProfile, "settings">,
): readonly ColumnReference[] | undefined {
  const { format, source } = binding;
  const frame = format && source.frames?.get(format);
  if (frame === undefined || !isOfOnePart(pattern, wordsOf(frame))) return undefined;
  const columns = partColumns(binding, settings, span);
  return columns.length > 0 ? columns : undefined;
}

/** The columns that a table has for the parts of an event which can hold a word of its text. */
export function partColumns(
  { table, format }: Pick<ScanBinding, "table" | "format">,
  settings: TargetProfile["settings"],
  span: Span,
): readonly ColumnReference[] {
  const parts = mapSetting(settings, "partedTexts")[table];
  if (format === undefined || parts === undefined) return [];
  const columns = mapSetting({ parts }, "parts")[format];
  return Array.isArray(columns) ? columns.map((written) => textColumn(written, "string", span)) : [];
}

/** One text within a part, with a word that the frame does not have: no number, also not one with the digits A to F. */
function isOfOnePart(pattern: WildcardPattern, ofFrame: ReadonlySet<string>): boolean {
  const [only, ...others] = pattern;
  if (others.length > 0 || only?.kind !== "text" || !/^[\p{L}\p{N} .,;:_-]+$/u.test(only.text)) return false;
  return [...wordsOf(only.text)].some((word) => /[^a-f]/u.test(word) && !ofFrame.has(word));
}

/** The words of a text, longer than any other run of letters in the numbers of an event (`AM`, `S-1-5`). */
function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/\p{L}{4,}/gu) ?? []);
}
