import { parseSearch } from "../../grammar/parser.js";
import type { SearchExpression } from "../../grammar/ast.js";
import { lowerDiagnostics } from "../diagnostics/codes/lower.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { RowType } from "../plan/row-type.js";
import type { SourceText, Span } from "../source/source-text.js";
import type { LowerContext } from "./context.js";
import type { EvalScope } from "./expression/eval-scope.js";

/** The place of an expression over rows of that type. */
export function scopeOf(row: RowType, context: LowerContext): EvalScope {
  const report = (diagnostic: Diagnostic) => context.report(diagnostic);
  return { row, report, parseSearchText: (text, span) => parseSearchText(text, span, report) };
}

/** Reads the argument of `searchmatch`, which is an expression of the search language. */
function parseSearchText(
  text: string,
  span: Span,
  report: (diagnostic: Diagnostic) => void,
): SearchExpression | undefined {
  const source: SourceText = {
    name: span.source.name,
    text,
    segments: [{ start: 0, end: text.length, origin: span, verbatim: false }],
  };
  const { pipeline, diagnostics } = parseSearch(source);
  for (const diagnostic of diagnostics) report(diagnostic);
  const [command, ...others] = pipeline?.commands ?? [];
  if (command?.kind === "search" && others.length === 0 && command.expression !== undefined)
    return command.expression;
  if (pipeline !== undefined) report(lowerDiagnostics["not-a-search-expression"](span, {}));
  return undefined;
}
