import { createToken, Lexer, type IToken, type TokenType } from "chevrotain";
import type { Pipeline } from "./ast.js";

/** A token of one of the two Boolean languages; the scanners make them, so no token type has a pattern of its own. */
export interface Token extends IToken {
  /** The text with its escapes resolved, or the normal spelling of an operator. */
  readonly value: string;
  /** What a bracketed subsearch holds; absent when it could not be read. */
  readonly pipeline: Pipeline | undefined;
}

const kind = (name: string, label: string): TokenType => createToken({ name, label, pattern: Lexer.NA });

/** Tokens of the search language. */
export const searchTokens = {
  Word: kind("SearchWord", "a term"),
  Quoted: kind("SearchQuoted", "a quoted value"),
  Directive: kind("SearchDirective", "`TERM(…)` or `CASE(…)`"),
  Comparator: kind("SearchComparator", "a comparison operator"),
  In: kind("SearchIn", "`IN`"),
  And: kind("SearchAnd", "`AND`"),
  Or: kind("SearchOr", "`OR`"),
  Not: kind("SearchNot", "`NOT`"),
  Open: kind("SearchOpen", "`(`"),
  Close: kind("SearchClose", "`)`"),
  Comma: kind("SearchComma", "`,`"),
  Subsearch: kind("SearchSubsearch", "a subsearch"),
};

/** Tokens of the eval language. */
export const evalTokens = {
  Target: kind("EvalTarget", "a field and `=`"),
  Field: kind("EvalField", "a field"),
  QuotedField: kind("EvalQuotedField", "a field in single quotes"),
  Text: kind("EvalText", "a text"),
  Number: kind("EvalNumber", "a number"),
  Function: kind("EvalFunction", "a function"),
  Sign: kind("EvalSign", "`+` or `-`"),
  Operator: kind("EvalOperator", "an operator"),
  Not: kind("EvalNot", "`NOT`"),
  In: kind("EvalIn", "`IN`"),
  Open: kind("EvalOpen", "`(`"),
  Close: kind("EvalClose", "`)`"),
  Comma: kind("EvalComma", "`,`"),
  Subsearch: kind("EvalSubsearch", "a subsearch"),
  /** Characters that are no token; no rule takes it. */
  Unknown: kind("EvalUnknown", "an unknown token"),
};

/** Makes a token of the text between two offsets; `value` is the text itself unless said otherwise. */
export function makeToken(
  type: TokenType,
  text: string,
  start: number,
  end: number,
  value?: string,
  pipeline?: Pipeline,
): Token {
  const image = text.slice(start, end);
  return {
    image,
    value: value ?? image,
    pipeline,
    startOffset: start,
    endOffset: end - 1,
    tokenType: type,
    tokenTypeIdx: type.tokenTypeIdx ?? 0,
  };
}

/** The scanners make every token a parser sees, so it has what they gave it. */
export function asToken(token: IToken): Token {
  return token as Token;
}
