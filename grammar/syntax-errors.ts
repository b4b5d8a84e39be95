import {
  EOF,
  type IParserErrorMessageProvider,
  type IRecognitionException,
  type IToken,
  type TokenType,
} from "chevrotain";
import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import type { Cursor } from "./cursor.js";
import { missingClose, missingOpen } from "./missing-bracket.js";
import type { Scanned } from "./scan-search.js";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import type { SourceText, Span } from "../src/source/source-text.js";

/** Chevrotain's errors say only what was expected; what was found, and where, is added by `syntaxError`. */
export const expectations: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => labelOf(expected),
  buildNotAllInputParsedMessage: () => "",
  buildNoViableAltMessage: ({ customUserDescription, expectedPathsPerAlt }) =>
    customUserDescription ?? alternatives(expectedPathsPerAlt.flat().map(([first]) => first)),
  buildEarlyExitMessage: ({ customUserDescription, expectedIterationPaths }) =>
    customUserDescription ?? alternatives(expectedIterationPaths.map(([first]) => first)),
};

function labelOf(type: TokenType): string {
  return type.LABEL ?? type.name;
}

function alternatives(types: readonly (TokenType | undefined)[]): string {
  const labels = [...new Set(types.flatMap((type) => (type === undefined ? [] : [labelOf(type)])))];
  return labels.length < 2 ? labels.join("") : `${labels.slice(0, -1).join(", ")} or ${labels.at(-1) ?? ""}`;
}

/** Where a stretch of tokens ends, and what may follow an operand in it. */
export interface Stretch {
  readonly source: SourceText;
  readonly tokens: readonly IToken[];
  readonly end: number;
  readonly afterOperand: string;
  readonly open: TokenType;
  readonly close: TokenType;
  /** What is likely meant by a token that does not belong there. */
  readonly hint?: (token: IToken) => string | undefined;
}

/**
 * A syntax error in SPL's words. At the end of the tokens it points at the end of the stretch, and names the
 * parenthesis that nothing closes as related.
 */
export function syntaxError(exception: IRecognitionException, stretch: Stretch): Diagnostic {
  const { token } = exception;
  const { source, end } = stretch;
  const expected = exception.message === "" ? stretch.afterOperand : exception.message;
  if (token.tokenType !== EOF) {
    const span = spanOf(source, token);
    const help = stretch.hint?.(token);
    return parseDiagnostics.unexpected(span, { found: quoteToken(token), expected }, { help });
  }
  const opening = unclosedParenthesis(exception, stretch);
  const extras =
    opening === undefined
      ? {}
      : { related: [{ message: "the bracket that is not closed", span: spanOf(source, opening) }] };
  return parseDiagnostics.unexpected(
    { source, start: end, end },
    { found: endOf(source, end), expected },
    extras,
  );
}

/** Whether nothing was reported before the place of a syntax error; what comes behind an error may come from it. */
export function isFirstError(
  { token }: IRecognitionException,
  { sound, reportedBefore }: Scanned,
  cursor: Cursor,
): boolean {
  if (sound) return true;
  const reported = cursor.diagnostics.slice(reportedBefore);
  return token.tokenType !== EOF && reported.every(({ span }) => span.start > token.startOffset);
}

/**
 * Says more where brackets are the fault: names the parenthesis that closes nothing too, when the error before it may
 * come from the one that is missing, and the place where the missing one may belong.
 */
export function reportBrackets(
  exception: IRecognitionException,
  { unmatched }: Scanned,
  stretch: Stretch,
  cursor: Cursor,
): void {
  const { source } = cursor;
  const opening = exception.token.tokenType === EOF ? unclosedParenthesis(exception, stretch) : undefined;
  const guess = (before: IToken | undefined, bracket: string) => {
    if (before === undefined) return;
    const parameters = { bracket, before: quoteToken(before) };
    cursor.report(parseDiagnostics["missing-bracket"](spanOf(source, before), parameters));
  };
  if (opening !== undefined) guess(missingClose(stretch.tokens, opening), ")");
  if (unmatched === undefined) return;
  if (exception.token !== unmatched)
    cursor.report(parseDiagnostics["unmatched-bracket"](spanOf(source, unmatched), { bracket: ")" }));
  guess(missingOpen(stretch.tokens, unmatched), "(");
}

function spanOf(source: SourceText, token: IToken): Span {
  return { source, start: token.startOffset, end: (token.endOffset ?? token.startOffset) + 1 };
}

/** What follows a stretch of tokens, in words. */
export function endOf(source: SourceText, offset: number): string {
  switch (/\S/.exec(source.text.slice(offset, offset + 400))?.[0]) {
    case undefined:
      return "the end of the search";
    case "|":
      return "the end of the command";
    case "]":
      return "the end of the subsearch";
    case ")":
      return "`)`";
    default:
      return "the end of the expression";
  }
}

/** The parenthesis that nothing closes, when that is what the error comes from. */
function unclosedParenthesis(
  exception: IRecognitionException,
  { tokens, open, close }: Stretch,
): IToken | undefined {
  if (exception.message !== labelOf(close)) return undefined;
  const waiting: IToken[] = [];
  for (const token of tokens) {
    if (token.tokenType === open) waiting.push(token);
    else if (token.tokenType === close) waiting.pop();
  }
  return waiting.at(-1);
}

function quoteToken(token: IToken): string {
  const image = token.image.length > 40 ? `${token.image.slice(0, 40)}…` : token.image;
  return `\`${image}\``;
}

/** Where the text before an offset ends, without the white space behind it. */
export function endOfText(text: string, offset: number): number {
  let end = offset;
  while (end > 0 && /\s/.test(text.charAt(end - 1))) end--;
  return end;
}
