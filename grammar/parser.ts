import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import { hasErrors, type Diagnostic } from "../src/diagnostics/diagnostic.js";
import { wholeText, type SourceText } from "../src/source/source-text.js";
import type { EvalExpression, Pipeline } from "./ast.js";
import { commandTable } from "./commands/index.js";
import { Cursor } from "./cursor.js";
import { parseEvalExpression } from "./eval-expression.js";
import { maximumLength } from "./limits.js";
import { missingQuote } from "./missing-quote.js";
import { PipelineReader } from "./pipeline-reader.js";
import { scanEval } from "./scan-eval.js";

/**
 * Reads a search whose macros are expanded. Gives its commands, or, where anything is wrong, every error that was
 * found: one at least for each command that holds one. With `unknownMacros`, the text has `unknownText` where a macro
 * could not be expanded; the commands that hold it are not judged.
 */
export function parseSearch(
  source: SourceText,
  { unknownMacros = false } = {},
): {
  pipeline?: Pipeline;
  diagnostics: readonly Diagnostic[];
} {
  const { length } = source.text;
  if (length > maximumLength)
    return {
      diagnostics: [parseDiagnostics["too-long"](wholeText(source), { length, limit: maximumLength })],
    };
  const reader = new PipelineReader(source, commandTable, unknownMacros);
  const pipeline = reader.read();
  const { diagnostics } = reader.cursor;
  const guess = hasErrors(diagnostics) ? missingQuote(source, commandTable) : undefined;
  if (guess !== undefined && diagnostics.every(({ span }) => span.start !== guess.span.start))
    reader.cursor.report(guess);
  return reader.cursor.errors > 0 ? { diagnostics } : { pipeline, diagnostics };
}

/** Reads a text that is one expression of the eval language. */
export function parseExpression(source: SourceText): {
  expression?: EvalExpression;
  diagnostics: readonly Diagnostic[];
} {
  const cursor = new Cursor(source);
  const refuseSubsearch = () => {
    const at = cursor.offset++;
    const parameters = { found: "`[`", expected: "an expression" };
    cursor.report(parseDiagnostics.unexpected(cursor.span(at, at + 1), parameters));
    return undefined;
  };
  const scanned = scanEval(cursor, refuseSubsearch);
  const expression = parseEvalExpression(scanned, cursor);
  if (expression !== undefined && !cursor.atEnd) {
    const at = cursor.offset;
    const parameters = { found: `\`${cursor.current}\``, expected: "an operator" };
    cursor.report(parseDiagnostics.unexpected(cursor.span(at, at + 1), parameters));
  }
  const { diagnostics } = cursor;
  return expression === undefined || diagnostics.length > 0 ? { diagnostics } : { expression, diagnostics };
}
