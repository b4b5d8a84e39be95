import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import type { Pipeline } from "./ast.js";
import type { Cursor } from "./cursor.js";
import { unescapeSearch } from "./escapes.js";
import { maximumDepth, maximumNegations } from "./limits.js";
import { makeToken, searchTokens, type Token } from "./tokens.js";

/** Reads `[ … ]` at the cursor; undefined when what it holds is wrong. */
export type ReadSubsearch = () => Pipeline | undefined;

/** The tokens of a stretch in one of the Boolean languages; `sound` is false when an error was reported. */
export interface Scanned {
  readonly tokens: readonly Token[];
  readonly sound: boolean;
  /** How many diagnostics there were before the stretch was scanned. */
  readonly reportedBefore: number;
  /** The first parenthesis that closes nothing. */
  readonly unmatched?: Token;
}

const comparator = /==|!=|<=|>=|=|<|>/y;
/** A backslash keeps a quote, a backslash or a pipe behind it from ending the word. */
const word = /(?:[^\s|"()[\],=<>!\\`]|\\["\\|]|\\|!(?!=))+/y;
/** Behind an operator a word may hold more: `now()` and, after its first character, signs of comparison. */
const value = /now\(\)|(?:[^\s|"()[\],=<>\\`]|\\["\\|]|\\)(?:[^\s|"()[\],=<>\\`]|\\["\\|]|\\)*/y;
const comparison = /\s*(?:!=|[=<>])/y;
const directive = /(?:TERM|CASE)\(/y;
const opening = /\s*\(/y;

/**
 * Scans the search language up to a pipe, a closing bracket or, where `stop` says so, a word such as `by` or an option such as
 * `span=`.
 * Logical words count in capitals only; `IN` in any case, before a parenthesis.
 */
export function scanSearch(
  cursor: Cursor,
  readSubsearch: ReadSubsearch,
  stop?: (word: string) => "word" | "option" | undefined,
  closesAtParenthesis = false,
): Scanned {
  const { text } = cursor;
  const tokens: Token[] = [];
  const reported = cursor.errors;
  const reportedBefore = cursor.diagnostics.length;
  let depth = 0;
  let negations = 0;
  let unmatched: Token | undefined;
  const scanned = (): Scanned => ({
    tokens,
    sound: cursor.errors === reported,
    reportedBefore,
    ...(unmatched === undefined ? {} : { unmatched }),
  });

  for (;;) {
    cursor.skipBlanks();
    const start = cursor.offset;
    const character = cursor.current;
    const previous = tokens.at(-1);
    const afterOperator = previous?.tokenType === searchTokens.Comparator;
    switch (character) {
      case "":
      case "|":
      case "]":
        return scanned();
      case "(":
        if (++depth > maximumDepth) {
          cursor.report(
            parseDiagnostics["too-deep"](cursor.span(start, start + 1), {
              what: "parentheses",
              limit: maximumDepth,
            }),
          );
          return { ...scanned(), sound: false };
        }
        cursor.offset++;
        tokens.push(makeToken(searchTokens.Open, text, start, cursor.offset));
        break;
      case ")":
        if (depth === 0 && closesAtParenthesis) return scanned();
        cursor.offset++;
        tokens.push(makeToken(searchTokens.Close, text, start, cursor.offset));
        if (--depth < 0) unmatched ??= tokens.at(-1);
        break;
      case ",":
        cursor.offset++;
        tokens.push(makeToken(searchTokens.Comma, text, start, cursor.offset));
        break;
      case "[": {
        const pipeline = readSubsearch();
        tokens.push(makeToken(searchTokens.Subsearch, text, start, cursor.offset, "", pipeline));
        break;
      }
      case '"': {
        const content = unescapeSearch(cursor.quoted('"'));
        tokens.push(makeToken(searchTokens.Quoted, text, start, cursor.offset, content));
        if (cursor.errors === reported) reportMissingBlank(cursor, start);
        break;
      }
      default: {
        const operator = cursor.match(comparator);
        if (operator !== undefined) {
          tokens.push(makeToken(searchTokens.Comparator, text, start, cursor.offset));
          if (operator === "==")
            cursor.report(parseDiagnostics["double-equals"](cursor.span(start, cursor.offset), {}));
          break;
        }
        if (cursor.sees(directive)) {
          tokens.push(scanDirective(cursor));
          break;
        }
        if (character === "`") {
          cursor.offset++;
          cursor.report(parseDiagnostics["macro-call"](cursor.span(start, cursor.offset), {}));
          break;
        }
        const found = cursor.match(afterOperator ? value : word) ?? character;
        cursor.offset = start + found.length;
        const end = afterOperator ? undefined : stop?.(found);
        if (end !== undefined && cursor.sees(comparison) === (end === "option")) {
          cursor.offset = start;
          return scanned();
        }
        const type = afterOperator
          ? searchTokens.Word
          : wordType(found, previous !== undefined && isOperand(previous) && cursor.sees(opening));
        tokens.push(makeToken(type, text, start, cursor.offset, unescapeSearch(found)));
        negations = type === searchTokens.Not ? negations + 1 : 0;
        if (negations > maximumNegations) {
          const span = cursor.span(start, cursor.offset);
          cursor.report(parseDiagnostics["too-deep"](span, { what: "negations", limit: maximumNegations }));
          return { ...scanned(), sound: false };
        }
        if (cursor.current === '"' && cursor.errors === reported) reportMissingBlank(cursor, start);
      }
    }
  }
}

function isOperand(token: Token): boolean {
  return token.tokenType === searchTokens.Word || token.tokenType === searchTokens.Quoted;
}

function wordType(text: string, listFollows: boolean) {
  switch (text) {
    case "AND":
      return searchTokens.And;
    case "OR":
      return searchTokens.Or;
    case "NOT":
      return searchTokens.Not;
    default:
      return listFollows && text.toLowerCase() === "in" ? searchTokens.In : searchTokens.Word;
  }
}

/**
 * What Splunk makes of `"a"b` is not documented, so it is refused; but where a new test or a logical word begins, as
 * in `a="b"OR c=d`, there is one reading only. The place begins where the text before the missing blank does, for a
 * quote that is missing there is what the writer looks for.
 */
export function reportMissingBlank(cursor: Cursor, textStart: number): void {
  const start = cursor.offset;
  const rest = cursor.current === '"' ? '"' : cursor.match(word);
  const begins = cursor.sees(/\s*(?:!=|[=<>])/y);
  cursor.offset = start;
  if (rest === undefined) return;
  const end = start + rest.length;
  if (/^(?:AND|OR|NOT|XOR)$/.test(rest) || (begins && rest !== '"'))
    cursor.report(parseDiagnostics["no-blank"](cursor.span(start, end), { text: rest }));
  else if (cursor.diagnostics.at(-1)?.code !== "parse/missing-blank")
    cursor.report(parseDiagnostics["missing-blank"](cursor.span(textStart, end), { text: rest }));
}

/** `TERM(x)`, `CASE(x)`: what is between the parentheses is one term, whatever its characters. */
function scanDirective(cursor: Cursor): Token {
  const start = cursor.offset;
  cursor.offset += "TERM(".length;
  cursor.skipBlanks();
  if (cursor.current === '"') {
    const content = unescapeSearch(cursor.quoted('"'));
    cursor.skipBlanks();
    expectClose(cursor, start);
    return makeToken(searchTokens.Directive, cursor.text, start, cursor.offset, content);
  }
  const content = cursor.match(/[^()|"\n]*/y) ?? "";
  expectClose(cursor, start);
  return makeToken(searchTokens.Directive, cursor.text, start, cursor.offset, unescapeSearch(content.trim()));
}

function expectClose(cursor: Cursor, start: number): void {
  if (cursor.current === ")") cursor.offset++;
  else
    cursor.report(parseDiagnostics["unclosed-bracket"](cursor.span(start + 4, start + 5), { bracket: "(" }));
}
