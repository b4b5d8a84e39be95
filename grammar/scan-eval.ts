import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import type { Span } from "../src/source/source-text.js";
import type { Cursor } from "./cursor.js";
import { unescapeArgument, unescapeEval } from "./escapes.js";
import { maximumDepth } from "./limits.js";
import { reportMissingBlank, type ReadSubsearch, type Scanned } from "./scan-search.js";
import { evalTokens, makeToken, type Token } from "./tokens.js";

const number = /0[xX][0-9a-fA-F]+|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const name = /[A-Za-z_][A-Za-z0-9_]*/y;
const opening = /\s*\(/y;
const operator = /==|!=|<=|>=|[=<>*/%.]/y;
/** A name before `=` may hold what an expression would read as operators: `eval low-user=…`, `eval a.b=…`. */
const target = /[^\s|"'()[\],=<>!`]+(?=\s*=(?!=))/y;
const quotedTarget = /(?:"(?:[^"\\]|\\[^])*"|'[^']*')\s*=(?!=)/y;
const logicalWord = /(?:and|or|xor|like|in)\b/iy;
/** What never follows the quote that closes a text: the quote was one that opens. */
const textGoesOn = /["'\w$\\{@:^#?&;~]|%(?=\w)/y;
const equals = /\s*=(?!=)/y;

/**
 * Scans the eval language up to a pipe or a closing bracket, or to the parenthesis that closes an expression begun
 * outside. With `assignments`, a name before the first `=` and behind each comma is the target of an assignment.
 * Logical words count in any case: the page of the date functions writes them small.
 */
export function scanEval(
  cursor: Cursor,
  readSubsearch: ReadSubsearch,
  { assignments = false, closesAtParenthesis = false } = {},
): Scanned {
  const { text } = cursor;
  const tokens: Token[] = [];
  const reported = cursor.errors;
  const reportedBefore = cursor.diagnostics.length;
  let unmatched: Token | undefined;
  const scanned = (sound = true): Scanned => ({
    tokens,
    sound: sound && cursor.errors === reported,
    reportedBefore,
    ...(unmatched === undefined ? {} : { unmatched }),
  });
  let depth = 0;

  for (;;) {
    cursor.skipBlanks();
    if (assignments && depth === 0 && expectsTarget(tokens)) {
      const assigned = scanTarget(cursor);
      if (assigned !== undefined) {
        tokens.push(assigned);
        continue;
      }
    }
    const start = cursor.offset;
    const character = cursor.current;
    const add = (type: (typeof evalTokens)[keyof typeof evalTokens], value?: string) =>
      tokens.push(makeToken(type, text, start, cursor.offset, value));
    switch (character) {
      case "":
      case "|":
      case "]":
        return scanned();
      case "(":
        if (++depth > maximumDepth) {
          const span = cursor.span(start, start + 1);
          cursor.report(parseDiagnostics["too-deep"](span, { what: "parentheses", limit: maximumDepth }));
          return scanned(false);
        }
        cursor.offset++;
        add(evalTokens.Open);
        break;
      case ")":
        if (depth === 0 && closesAtParenthesis) return scanned();
        cursor.offset++;
        add(evalTokens.Close);
        if (--depth < 0) unmatched ??= tokens.at(-1);
        break;
      case ",":
        cursor.offset++;
        add(evalTokens.Comma);
        break;
      case "+":
      case "-":
        cursor.offset++;
        add(evalTokens.Sign);
        break;
      case "[": {
        const pipeline = readSubsearch();
        tokens.push(makeToken(evalTokens.Subsearch, text, start, cursor.offset, "", pipeline));
        break;
      }
      case '"':
        add(evalTokens.Text, unescapeEval(cursor.quoted('"')));
        if (cursor.errors === reported && cursor.sees(textGoesOn) && !cursor.sees(logicalWord))
          reportMissingBlank(cursor, start);
        break;
      case "'":
        add(evalTokens.QuotedField, cursor.quoted("'"));
        break;
      default:
        scanWord(cursor, tokens);
    }
  }
}

function expectsTarget(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  return last === undefined || last.tokenType === evalTokens.Comma;
}

function scanTarget(cursor: Cursor): Token | undefined {
  const start = cursor.offset;
  const character = cursor.current;
  if (character === '"' || character === "'") {
    if (!cursor.sees(quotedTarget)) return undefined;
    const content = cursor.quoted(character);
    const name = character === '"' ? unescapeArgument(content) : content;
    const token = makeToken(evalTokens.Target, cursor.text, start, cursor.offset, name);
    cursor.match(equals);
    return token;
  }
  const written = cursor.match(target);
  if (written === undefined) return undefined;
  const token = makeToken(evalTokens.Target, cursor.text, start, cursor.offset);
  cursor.match(equals);
  return token;
}

function scanWord(cursor: Cursor, tokens: Token[]): void {
  const { text } = cursor;
  const start = cursor.offset;
  const follows = (type: (typeof evalTokens)[keyof typeof evalTokens], value?: string) =>
    tokens.push(makeToken(type, text, start, cursor.offset, value));

  // A point before digits is a decimal only where an operand is expected: `a.5` joins two texts.
  const operandEnded = isOperandEnd(tokens.at(-1));
  if (!(operandEnded && cursor.current === ".") && cursor.match(number) !== undefined) {
    if (cursor.match(/[A-Za-z_]\w*/y) !== undefined) {
      follows(evalTokens.Unknown);
      return;
    }
    follows(evalTokens.Number);
    return;
  }
  const word = cursor.match(name);
  if (word !== undefined) {
    const lower = word.toLowerCase();
    const called = cursor.sees(opening);
    if (lower === "and" || lower === "or" || lower === "xor") follows(evalTokens.Operator, lower);
    else if (lower === "not") follows(evalTokens.Not, lower);
    else if (lower === "like" && operandEnded) follows(evalTokens.Operator, lower);
    else if (lower === "in" && operandEnded) follows(evalTokens.In, lower);
    else if (called) follows(evalTokens.Function, lower);
    else follows(evalTokens.Field);
    return;
  }
  const symbol = cursor.match(operator);
  if (symbol !== undefined) {
    follows(evalTokens.Operator, symbol === "==" ? "=" : symbol);
    return;
  }
  cursor.offset = start + 1;
  if (cursor.text[start] === "!") {
    follows(evalTokens.Not, "not");
    return;
  }
  cursor.match(/[^\s|"'()[\],]*/y);
  follows(evalTokens.Unknown);
}

/** What an unknown token is reported as. */
export function unknownToken(image: string, span: Span): Diagnostic {
  if (image.startsWith("`")) return parseDiagnostics["macro-call"](span, {});
  return /^\d/.test(image)
    ? parseDiagnostics.unexpected(
        span,
        { found: `\`${image}\``, expected: "a number or a field" },
        { help: "a field that begins with a digit is written in single quotes" },
      )
    : parseDiagnostics.unexpected(
        span,
        { found: `\`${image}\``, expected: "an expression" },
        {
          help: "a field name with other characters than letters, digits and `_` is written in single quotes",
        },
      );
}

function isOperandEnd(token: Token | undefined): boolean {
  switch (token?.tokenType) {
    case evalTokens.Field:
    case evalTokens.QuotedField:
    case evalTokens.Text:
    case evalTokens.Number:
    case evalTokens.Close:
    case evalTokens.Subsearch:
      return true;
    default:
      return false;
  }
}
