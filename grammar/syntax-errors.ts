import {
  EOF,
  type IParserErrorMessageProvider,
  type IRecognitionException,
  type IToken,
  type TokenType,
} from "chevrotain";
import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import type { SourceText } from "../src/source/source-text.js";

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

/** A syntax error in SPL's words. At the end of the tokens it points at `end`, where the stretch ends. */
export function syntaxError(
  exception: IRecognitionException,
  source: SourceText,
  end: number,
  afterOperand: string,
): Diagnostic {
  const { token } = exception;
  const expected = exception.message === "" ? afterOperand : exception.message;
  if (token.tokenType === EOF) {
    return parseDiagnostics.unexpected({ source, start: end, end }, { found: endOf(source, end), expected });
  }
  const span = { source, start: token.startOffset, end: (token.endOffset ?? token.startOffset) + 1 };
  return parseDiagnostics.unexpected(span, { found: quoteToken(token), expected });
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
