import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import type { Cursor } from "./cursor.js";
import { unescapeArgument } from "./escapes.js";
import { parseEvalExpression } from "./eval-expression.js";
import { computedFunctions, evalFunctions } from "./function-names.js";
import type { ExpressionItem, Item, SearchItem } from "./items.js";
import { maximumDepth } from "./limits.js";
import { scanEval } from "./scan-eval.js";
import { scanSearch, type ReadSubsearch, type Scanned } from "./scan-search.js";
import { parseSearchExpression } from "./search-expression.js";

/** What a command's arguments hold beside words, texts and options. */
export interface ArgumentSyntax {
  /** Options whose parenthesised value is written in one of the Boolean languages. */
  readonly options?: Readonly<Record<string, "eval" | "search">>;
  /** The language of a parenthesis of its own, as in `head (a>1)`. */
  readonly parentheses?: "eval";
  /** A word that begins a stretch of the search language, and the words and options that end it. */
  readonly search?: {
    readonly after: string;
    readonly until: readonly string[];
    readonly options?: readonly string[];
  };
  /** `eval(…)` outside parentheses is an expression over aggregates, as in `chart eval(sum(a)/count)`. */
  readonly aggregateExpressions?: boolean;
  /** Brackets hold text that is not a search yet. */
  readonly template?: boolean;
}

const word = /(?:[^\s|",()[\]=<>!`]|!(?!=))+/y;
const equals = /\s*=(?!=)/y;
const bareValue = /,(?=\s)|[^\s|",()[\]`]+/y;
const nextOption = /[a-z_]\w*=/iy;
const evalCall = /eval\s*\(/iy;
const symbol = /==|!=|<=|>=|[=<>!`]/y;

/** Scans the arguments of a command up to a pipe or a closing bracket. */
export function scanArguments(
  cursor: Cursor,
  readSubsearch: ReadSubsearch,
  syntax: ArgumentSyntax,
): readonly Item[] {
  const items: Item[] = [];
  let depth = 0;
  for (;;) {
    cursor.skipBlanks();
    const start = cursor.offset;
    switch (cursor.current) {
      case "":
      case "|":
      case "]":
        return items;
      case "(":
        if (syntax.parentheses === "eval" && depth === 0) {
          items.push(evalItem(cursor, readSubsearch, start));
          break;
        }
        if (++depth > maximumDepth) {
          const span = cursor.span(start, start + 1);
          cursor.report(parseDiagnostics["too-deep"](span, { what: "parentheses", limit: maximumDepth }));
          return items;
        }
        items.push(punctuation(cursor, "(", start));
        break;
      case ")":
        depth--;
        items.push(punctuation(cursor, ")", start));
        break;
      case ",":
        items.push(punctuation(cursor, ",", start));
        break;
      default:
        items.push(scanItem(cursor, readSubsearch, syntax, depth));
    }
    const last = items.at(-1);
    // A comma between two options separates nothing; the examples of "extract" in the Search Reference have them.
    const [before, comma] = items.slice(-3);
    if (last?.kind === "option" && before?.kind === "option" && isComma(comma)) items.splice(-2, 1);
    // Also where a parenthesis before it is not closed: what follows is no list of arguments in any case.
    if (last?.kind === "word" && last.text.toLowerCase() === syntax.search?.after)
      items.push(searchClause(cursor, readSubsearch, syntax.search));
  }
}

function scanItem(cursor: Cursor, readSubsearch: ReadSubsearch, syntax: ArgumentSyntax, depth: number): Item {
  const start = cursor.offset;
  if (cursor.current === '"') return textItem(cursor);
  if (cursor.current === "[") {
    if (syntax.template === true) return templateItem(cursor);
    const pipeline = readSubsearch();
    return { kind: "subsearch", start, end: cursor.offset, ...(pipeline === undefined ? {} : { pipeline }) };
  }
  if (cursor.match(evalCall) !== undefined) {
    cursor.offset--;
    const computed = syntax.aggregateExpressions === true && depth === 0;
    return evalItem(cursor, readSubsearch, start, computed);
  }
  const text = cursor.match(word);
  if (text === undefined) return punctuation(cursor, cursor.match(symbol) ?? cursor.current, start);
  const nameEnd = cursor.offset;
  // `from datamodel:"M.D"` and `sort -"a b"` are written without a blank.
  if (cursor.current === '"' && !/[:+-]$/.test(text)) reportAdjacent(cursor, start, '"');
  if (depth > 0 || cursor.match(equals) === undefined) return { kind: "word", text, start, end: nameEnd };
  const value = optionValue(cursor, readSubsearch, syntax.options?.[text.toLowerCase()]);
  return {
    kind: "option",
    name: text,
    nameEnd,
    start,
    end: value?.end ?? cursor.offset,
    ...(value === undefined ? {} : { value }),
  };
}

function optionValue(
  cursor: Cursor,
  readSubsearch: ReadSubsearch,
  language: "eval" | "search" | undefined,
): Item | undefined {
  const afterSign = cursor.offset;
  cursor.skipBlanks();
  const start = cursor.offset;
  switch (cursor.current) {
    case '"':
      return textItem(cursor);
    case "[": {
      const pipeline = readSubsearch();
      return {
        kind: "subsearch",
        start,
        end: cursor.offset,
        ...(pipeline === undefined ? {} : { pipeline }),
      };
    }
    case "(":
      if (language === "eval") return evalItem(cursor, readSubsearch, start);
      if (language === "search") return parenthesisedSearch(cursor, readSubsearch);
      return undefined;
    default: {
      if (cursor.match(evalCall) !== undefined) {
        cursor.offset--;
        return evalItem(cursor, readSubsearch, start);
      }
      // Behind a blank another option begins: the value is missing.
      const text = start > afterSign && cursor.sees(nextOption) ? undefined : cursor.match(bareValue);
      if (text !== undefined) {
        if (cursor.current === '"') reportAdjacent(cursor, start, '"');
        return { kind: "word", text, start, end: cursor.offset };
      }
      cursor.offset = afterSign;
      return undefined;
    }
  }
}

function textItem(cursor: Cursor): Item {
  const start = cursor.offset;
  const text = unescapeArgument(cursor.quoted('"'));
  const end = cursor.offset;
  reportAdjacent(cursor, start, cursor.match(/["(]|(?:[^\s|",()[\]=<>!`]|!(?!=))+/y));
  cursor.offset = end;
  return { kind: "text", text, start, end };
}

/** Text right behind a quote, or a quote right behind text: one of the quotes is missing somewhere. */
function reportAdjacent(cursor: Cursor, start: number, rest: string | undefined): void {
  if (rest === undefined || cursor.diagnostics.at(-1)?.code === "parse/missing-blank") return;
  cursor.report(parseDiagnostics["missing-blank"](cursor.span(start, cursor.offset), { text: rest }));
}

/** The cursor is at the opening parenthesis. */
function evalItem(
  cursor: Cursor,
  readSubsearch: ReadSubsearch,
  start: number,
  computed = false,
): ExpressionItem {
  const open = cursor.offset++;
  const scanned = scanEval(cursor, readSubsearch, { closesAtParenthesis: true });
  const functions = computed ? computedFunctions : evalFunctions;
  const expression = closed(cursor, open, scanned, () => parseEvalExpression(scanned, cursor, functions));
  return {
    kind: "expression",
    computed,
    start,
    end: cursor.offset,
    ...(expression === undefined ? {} : { expression }),
  };
}

function parenthesisedSearch(cursor: Cursor, readSubsearch: ReadSubsearch): SearchItem {
  const open = cursor.offset++;
  const scanned = scanSearch(cursor, readSubsearch, undefined, true);
  const expression = closed(cursor, open, scanned, () => parseSearchExpression(scanned, cursor));
  const place = { start: open, end: cursor.offset };
  return expression === undefined
    ? { kind: "search", ...place, sound: false }
    : { kind: "search", ...place, expression, sound: true };
}

function closed<Node>(
  cursor: Cursor,
  open: number,
  scanned: Scanned,
  parse: () => Node | undefined,
): Node | undefined {
  const node = parse();
  if (cursor.current === ")") {
    cursor.offset++;
    return node;
  }
  if (scanned.sound)
    cursor.report(parseDiagnostics["unclosed-bracket"](cursor.span(open, open + 1), { bracket: "(" }));
  return undefined;
}

function searchClause(
  cursor: Cursor,
  readSubsearch: ReadSubsearch,
  { until, options = [] }: NonNullable<ArgumentSyntax["search"]>,
): SearchItem {
  cursor.skipBlanks();
  const start = cursor.offset;
  const scanned = scanSearch(cursor, readSubsearch, (text) => {
    const word = text.toLowerCase();
    return until.includes(word) ? "word" : options.includes(word) ? "option" : undefined;
  });
  const last = scanned.tokens.at(-1);
  const place = { start, end: last === undefined ? start : (last.endOffset ?? start) + 1 };
  if (scanned.sound && last === undefined) return { kind: "search", ...place, sound: true };
  const expression = parseSearchExpression(scanned, cursor);
  return expression === undefined
    ? { kind: "search", ...place, sound: false }
    : { kind: "search", ...place, expression, sound: true };
}

function templateItem(cursor: Cursor): Item {
  const open = cursor.offset++;
  const text = bracketedText(cursor);
  if (cursor.current === "]") cursor.offset++;
  else cursor.report(parseDiagnostics["unclosed-bracket"](cursor.span(open, open + 1), { bracket: "[" }));
  return { kind: "template", text, start: open, end: cursor.offset };
}

/** The text up to the bracket that closes the one before the cursor; quoted texts and inner brackets are passed over. */
function bracketedText(cursor: Cursor): string {
  const start = cursor.offset;
  let depth = 0;
  for (;;) {
    cursor.match(/[^"[\]]+/y);
    if (cursor.current === '"') cursor.quoted('"');
    else if (cursor.current === "[") (depth++, cursor.offset++);
    else if (cursor.current === "]" && depth > 0) (depth--, cursor.offset++);
    else return cursor.text.slice(start, cursor.offset);
  }
}

function isComma(item: Item | undefined): boolean {
  return item?.kind === "punctuation" && item.text === ",";
}

function punctuation(cursor: Cursor, text: string, start: number): Item {
  cursor.offset = start + text.length;
  return { kind: "punctuation", text, start, end: cursor.offset };
}
