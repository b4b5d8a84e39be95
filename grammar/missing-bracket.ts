import type { IToken, TokenType } from "chevrotain";
import { evalFunctions, argumentCounts } from "./function-names.js";
import { asToken, evalTokens, searchTokens, type Token } from "./tokens.js";

/**
 * What a token is when brackets are counted. A `join` is `and`, `or` or `xor` between two operands, or the `blank` that
 * stands for `AND`; `inside` is what belongs to the operand around it, such as an operator.
 */
interface Piece {
  readonly kind: "open" | "close" | "comma" | "operand" | "join" | "not" | "target" | "inside";
  readonly token: Token;
  readonly join?: string;
}

/**
 * The token before which a `)` may be missing, given the `(` that is not closed: where the operator changes, where a
 * bracket follows an operand, or where a function has more arguments than it takes.
 */
export function missingClose(tokens: readonly IToken[], opening: IToken): Token | undefined {
  const pieces = piecesOf(tokens);
  const open = pieces.findIndex(({ kind, token }) => kind === "open" && token === opening);
  return open === -1 ? undefined : closeBefore(pieces, open);
}

/** The token before which a `(` may be missing, given the `)` that closes nothing. */
export function missingOpen(tokens: readonly IToken[], closing: IToken): Token | undefined {
  const pieces = piecesOf(tokens);
  const close = pieces.findIndex(({ kind, token }) => kind === "close" && token === closing);
  if (close === -1) return undefined;
  return wantingCall(pieces, close) ?? changeBefore(pieces, close) ?? beginningBefore(pieces, close);
}

function argumentsOf(called: Token | undefined) {
  return called?.tokenType === evalTokens.Function ? argumentCounts[called.value] : undefined;
}

/** The first argument of the last call before the bracket that has too few: it may close what was to follow it. */
function wantingCall(pieces: readonly Piece[], close: number): Token | undefined {
  for (let at = close - 1; at > 0; at--) {
    const [fewest] = argumentsOf(pieces[at - 1]?.token) ?? [];
    if (fewest === undefined || pieces[at]?.kind !== "open") continue;
    const end = partnerAfter(pieces, at) ?? close;
    if (end < close && commasBetween(pieces, at, end) + 1 < fewest) return pieces[at + 1]?.token;
  }
  return undefined;
}

/** The commas of a call, without those of the calls in it. */
function commasBetween(pieces: readonly Piece[], open: number, end: number): number {
  let commas = 0;
  for (let at = open + 1; at < end; at++) {
    if (pieces[at]?.kind === "open") at = partnerAfter(pieces, at) ?? end;
    else if (pieces[at]?.kind === "comma") commas++;
  }
  return commas;
}

function closeBefore(pieces: readonly Piece[], open: number): Token | undefined {
  const called = pieces[open - 1]?.token;
  const [, most] = argumentsOf(called) ?? [];
  let join: string | undefined;
  let commas = 0;
  for (let at = open + 1; at < pieces.length; at++) {
    const piece = pieces[at];
    if (piece === undefined || piece.kind === "close") break;
    if (piece.kind === "open") {
      const nested = closeBefore(pieces, at);
      if (nested !== undefined) return nested;
      at = partnerAfter(pieces, at) ?? pieces.length;
    } else if (piece.kind === "comma") {
      join = undefined;
      commas++;
      if (commas === most || isAssignment(pieces, at)) return piece.token;
    } else if (piece.kind === "join") {
      const next = pieces[at + 1]?.kind;
      const bracketFollows =
        join === undefined && piece.join === "blank" && (next === "open" || next === "not");
      if (most !== undefined && most < 3) return piece.token;
      if (bracketFollows || (join !== undefined && join !== piece.join)) return piece.token;
      join = piece.join;
    }
  }
  return undefined;
}

/** Walks back to where the operator changes, also inside the brackets on the way. */
function changeBefore(pieces: readonly Piece[], close: number): Token | undefined {
  let join: string | undefined;
  for (let at = close - 1; at >= 0; at--) {
    const piece = pieces[at];
    if (piece === undefined || piece.kind === "open" || piece.kind === "target") return undefined;
    if (piece.kind === "close") {
      const nested = changeBefore(pieces, at);
      if (nested !== undefined) return nested;
      at = partnerBefore(pieces, at) ?? -1;
    } else if (piece.kind === "not" && join === undefined) return pieces[at + 1]?.token;
    else if (piece.kind === "join") {
      if (join !== undefined && join !== piece.join) return pieces[at + 1]?.token;
      join = piece.join;
    }
  }
  return undefined;
}

/** Where the expression that holds the bracket begins, or behind the name of a function there. */
function beginningBefore(pieces: readonly Piece[], close: number): Token | undefined {
  const start = pieces.slice(0, close).findLastIndex(({ kind }) => kind === "target") + 1;
  const inside = pieces.slice(start, close);
  if (!inside.some(({ kind }) => kind === "join" || kind === "comma")) return undefined;
  const [first, second] = inside;
  const called = second?.join === "blank" && evalFunctions.has(first?.token.value.toLowerCase() ?? "");
  return called ? second.token : first?.token;
}

function partnerAfter(pieces: readonly Piece[], open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < pieces.length; at++) {
    if (pieces[at]?.kind === "open") depth++;
    else if (pieces[at]?.kind === "close" && --depth === 0) return at;
  }
  return undefined;
}

function partnerBefore(pieces: readonly Piece[], close: number): number | undefined {
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    if (pieces[at]?.kind === "close") depth++;
    else if (pieces[at]?.kind === "open" && --depth === 0) return at;
  }
  return undefined;
}

/** Whether `name =` follows a comma: the next assignment of an `eval`, more likely than a comparison. */
function isAssignment(pieces: readonly Piece[], comma: number): boolean {
  const [name, sign] = [pieces[comma + 1]?.token, pieces[comma + 2]?.token];
  return name?.tokenType === evalTokens.Field && sign?.image === "=";
}

function piecesOf(tokens: readonly IToken[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const token of tokens.map(asToken)) {
    const kind = kinds.get(token.tokenType) ?? (isLogical(token) ? "join" : "inside");
    const previous = pieces.at(-1)?.kind;
    const begins = kind === "operand" || kind === "open" || kind === "not";
    if (begins && (previous === "operand" || previous === "close"))
      pieces.push({ kind: "join", token, join: "blank" });
    pieces.push(kind === "join" ? { kind, token, join: token.value.toLowerCase() } : { kind, token });
  }
  return pieces;
}

function isLogical({ tokenType, value }: Token): boolean {
  return tokenType === evalTokens.Operator && /^(?:and|or|xor)$/.test(value);
}

const kinds: ReadonlyMap<TokenType, Piece["kind"]> = new Map<TokenType, Piece["kind"]>([
  [searchTokens.Word, "operand"],
  [searchTokens.Quoted, "operand"],
  [searchTokens.Directive, "operand"],
  [searchTokens.Subsearch, "operand"],
  [searchTokens.And, "join"],
  [searchTokens.Or, "join"],
  [searchTokens.Not, "not"],
  [searchTokens.Open, "open"],
  [searchTokens.Close, "close"],
  [searchTokens.Comma, "comma"],
  [evalTokens.Target, "target"],
  [evalTokens.Field, "operand"],
  [evalTokens.QuotedField, "operand"],
  [evalTokens.Text, "operand"],
  [evalTokens.Number, "operand"],
  [evalTokens.Subsearch, "operand"],
  [evalTokens.Not, "not"],
  [evalTokens.Open, "open"],
  [evalTokens.Close, "close"],
  [evalTokens.Comma, "comma"],
]);
