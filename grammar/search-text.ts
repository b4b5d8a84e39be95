import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import type { Span } from "../src/source/source-text.js";
import type { SearchExpression } from "./ast.js";
import { Cursor } from "./cursor.js";
import { scanSearch } from "./scan-search.js";
import { parseSearchExpression } from "./search-expression.js";

/**
 * Reads a text that holds an expression of the search language, as `startswith="…"` does. Its nodes have the place of
 * the whole text, for the text has lost its quotes and escapes.
 */
export function readSearchText(
  text: string,
  span: Span,
  report: (diagnostic: Diagnostic) => void,
): SearchExpression | undefined {
  const source = {
    name: span.source.name,
    text,
    segments: [{ start: 0, end: text.length, origin: span, verbatim: false }],
  };
  const cursor = new Cursor(source);
  const scanned = scanSearch(cursor, () => {
    cursor.offset++;
    return undefined;
  });
  const expression = parseSearchExpression(scanned, cursor);
  cursor.diagnostics.forEach(report);
  return cursor.diagnostics.length > 0 || !cursor.atEnd ? undefined : expression;
}
