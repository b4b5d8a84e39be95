import type { IRecognitionException, IToken, TokenType } from "chevrotain";

/** How clauses stand in a language of Boolean expressions. */
export interface Clauses {
  readonly open: TokenType;
  readonly close: TokenType;
  /** Whether a token stands between two clauses. */
  readonly separates: (token: IToken) => boolean;
  /** Whether a clause begins here although nothing separates it from the one before. */
  readonly begins?: (token: IToken, next: IToken | undefined) => boolean;
  /** An operand, to stand for a clause that cannot be read. */
  readonly operand: (start: number) => IToken;
}

/** More than anyone mends at once. */
const mostErrors = 8;

/**
 * The syntax errors behind the first one that do not come from it: an operand takes the place of the clause that each
 * error is in, and the tokens are parsed again. Nothing behind brackets that do not match, which make clauses unclear.
 */
export function furtherErrors(
  tokens: readonly IToken[],
  first: IRecognitionException,
  clauses: Clauses,
  parse: (tokens: readonly IToken[]) => IRecognitionException | undefined,
): readonly IRecognitionException[] {
  const found: IRecognitionException[] = [];
  let read = tokens;
  let error = first;
  while (found.length < mostErrors) {
    const mended = withoutClause(read, error.token, clauses);
    const next = mended && parse(mended);
    // What an operand did not mend would be found again.
    if (mended === undefined || next === undefined || !isBehind(next.token, error.token)) break;
    found.push(next);
    [read, error] = [mended, next];
  }
  return found;
}

/** The end of the text has no place of its own. */
function isBehind(token: IToken, before: IToken): boolean {
  return !Number.isFinite(token.startOffset) || token.startOffset > before.startOffset;
}

function withoutClause(
  tokens: readonly IToken[],
  fault: IToken,
  { open, close, separates, begins, operand }: Clauses,
): readonly IToken[] | undefined {
  const at = tokens.indexOf(fault);
  if (at < 0) return undefined;
  let depth = 0;
  let start = at;
  for (let token = tokens[start - 1]; token !== undefined; token = tokens[--start - 1]) {
    if (depth === 0 && (token.tokenType === open || separates(token))) break;
    depth += token.tokenType === close ? 1 : token.tokenType === open ? -1 : 0;
  }
  let end = at;
  for (let token = tokens[end]; token !== undefined; token = tokens[++end]) {
    if (depth === 0 && (token.tokenType === close || separates(token))) break;
    if (depth === 0 && end > at && begins?.(token, tokens[end + 1]) === true) break;
    depth += token.tokenType === open ? 1 : token.tokenType === close ? -1 : 0;
  }
  return [...tokens.slice(0, start), operand(fault.startOffset), ...tokens.slice(end)];
}
