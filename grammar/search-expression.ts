import { EmbeddedActionsParser, type IRecognitionException, type IToken } from "chevrotain";
import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import { joinSpans, type SourceText, type Span } from "../src/source/source-text.js";
import type { ComparisonOperator, SearchExpression, SearchValue } from "./ast.js";
import type { Cursor } from "./cursor.js";
import { wildcardPattern } from "./escapes.js";
import { furtherErrors, type Clauses } from "./further-errors.js";
import type { Scanned } from "./scan-search.js";
import { endOfText, expectations, isFirstError, reportBrackets, syntaxError } from "./syntax-errors.js";
import { isTimeModifier } from "./time-modifiers.js";
import { asToken, makeToken, searchTokens, type Token } from "./tokens.js";

const clauses: Clauses = {
  open: searchTokens.Open,
  close: searchTokens.Close,
  separates: ({ tokenType }) => tokenType === searchTokens.And || tokenType === searchTokens.Or,
  begins: ({ tokenType }, next) =>
    tokenType === searchTokens.Not ||
    (tokenType === searchTokens.Word &&
      (next?.tokenType === searchTokens.Comparator || next?.tokenType === searchTokens.In)),
  operand: (start) => makeToken(searchTokens.Word, "", start, start),
};

/**
 * The grammar of `search`: `NOT` binds first, then `OR`, then `AND`, which may be left out between two terms.
 * "Boolean expressions with logical operators" in Splunk's Search Manual.
 */
class SearchParser extends EmbeddedActionsParser {
  private cursor: Cursor | undefined;
  private source: SourceText = { name: "", text: "" };

  constructor() {
    super(Object.values(searchTokens), { errorMessageProvider: expectations, maxLookahead: 1 });
    this.performSelfAnalysis();
  }

  readonly conjunction = this.RULE("conjunction", (): SearchExpression => {
    const operands: SearchExpression[] = [];
    const first = this.SUBRULE(this.disjunction);
    this.ACTION(() => operands.push(first));
    this.MANY(() => {
      this.OPTION(() => this.CONSUME(searchTokens.And));
      const next = this.SUBRULE1(this.disjunction);
      this.ACTION(() => operands.push(next));
    });
    return this.ACTION(() => {
      const last = operands.at(-1) ?? first;
      if (last === first) return first;
      return { kind: "search-and", operands, span: joinSpans(first.span, last.span) };
    });
  });

  private readonly disjunction = this.RULE("disjunction", (): SearchExpression => {
    const operands: SearchExpression[] = [];
    const first = this.SUBRULE(this.negation);
    this.ACTION(() => operands.push(first));
    this.MANY(() => {
      this.CONSUME(searchTokens.Or);
      const next = this.SUBRULE1(this.negation);
      this.ACTION(() => operands.push(next));
    });
    return this.ACTION(() => {
      const last = operands.at(-1) ?? first;
      if (last === first) return first;
      return { kind: "search-or", operands, span: joinSpans(first.span, last.span) };
    });
  });

  private readonly negation = this.RULE("negation", (): SearchExpression => {
    const signs: Token[] = [];
    this.MANY(() => {
      const token = asToken(this.CONSUME(searchTokens.Not));
      this.ACTION(() => signs.push(token));
    });
    const operand = this.SUBRULE(this.primary);
    return this.ACTION(() =>
      signs.reduceRight<SearchExpression>(
        (node, sign) => ({
          kind: "search-not",
          operand: node,
          span: { source: this.source, start: sign.startOffset, end: node.span.end },
        }),
        operand,
      ),
    );
  });

  private readonly primary = this.RULE("primary", (): SearchExpression =>
    this.OR({
      DEF: [
        {
          ALT: () => {
            const open = this.CONSUME(searchTokens.Open);
            const node = this.SUBRULE(this.conjunction);
            const close = this.CONSUME(searchTokens.Close);
            return this.ACTION(() => ({ ...node, span: this.between(open, close) }));
          },
        },
        {
          ALT: () => {
            const token = asToken(this.CONSUME(searchTokens.Subsearch));
            return this.ACTION((): SearchExpression => {
              const span = this.spanOf(token);
              const pipeline = token.pipeline ?? { kind: "pipeline", commands: [], span };
              return { kind: "search-subsearch", pipeline, span };
            });
          },
        },
        {
          ALT: () => {
            const token = asToken(this.CONSUME(searchTokens.Directive));
            return this.ACTION(() => this.term(token));
          },
        },
        { ALT: () => this.SUBRULE(this.test) },
      ],
      ERR_MSG: "a search term",
    }),
  );

  /** A term, or a field with an operator and a value behind it. */
  private readonly test = this.RULE("test", (): SearchExpression => {
    const head = asToken(
      this.OR([
        { ALT: () => this.CONSUME(searchTokens.Word) },
        { ALT: () => this.CONSUME(searchTokens.Quoted) },
      ]),
    );
    let node: SearchExpression | undefined;
    this.OPTION(() => {
      this.OR1([
        {
          ALT: () => {
            const operator = this.CONSUME(searchTokens.Comparator);
            const operand = asToken(
              this.OR2({
                DEF: [
                  { ALT: () => this.SUBRULE(this.operand) },
                  { ALT: () => this.CONSUME(searchTokens.Subsearch) },
                ],
                ERR_MSG: "a value",
              }),
            );
            this.ACTION(() => {
              node =
                operand.tokenType === searchTokens.Subsearch
                  ? this.returned(head, operator.image, operand)
                  : this.comparison(head, operator.image, operand);
            });
          },
        },
        {
          ALT: () => {
            this.CONSUME(searchTokens.In);
            this.CONSUME(searchTokens.Open);
            const values: SearchValue[] = [];
            let comma: IToken | undefined;
            this.MANY1(() => this.stray(this.CONSUME(searchTokens.Comma)));
            this.AT_LEAST_ONE({
              DEF: () => {
                const operand = asToken(this.SUBRULE1(this.operand));
                this.ACTION(() => values.push(this.value(operand)));
                comma = undefined;
                this.MANY2(() => {
                  const next = this.CONSUME1(searchTokens.Comma);
                  if (comma === undefined) comma = next;
                  else this.stray(next);
                });
              },
              ERR_MSG: "a value",
            });
            if (comma !== undefined) this.stray(comma);
            const close = this.CONSUME(searchTokens.Close);
            node = this.ACTION((): SearchExpression => {
              const field = { name: head.value, span: this.spanOf(head) };
              return { kind: "search-in", field, values, span: this.between(head, close) };
            });
          },
        },
      ]);
    });
    return this.ACTION(() => node ?? this.term(head));
  });

  private readonly operand = this.RULE("operand", () =>
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(searchTokens.Word) },
        { ALT: () => this.CONSUME(searchTokens.Quoted) },
        { ALT: () => this.CONSUME(searchTokens.Directive) },
      ],
      ERR_MSG: "a value",
    }),
  );

  /** Parses scanned tokens; reports what is wrong and gives nothing then. */
  run(scanned: Scanned, cursor: Cursor): SearchExpression | undefined {
    const reported = cursor.errors;
    this.cursor = cursor;
    this.source = cursor.source;
    this.input = [...scanned.tokens];
    const result = this.conjunction();
    const [exception] = this.errors;
    if (exception === undefined) return cursor.errors > reported || !scanned.sound ? undefined : result;
    if (!isFirstError(exception, scanned, cursor)) return undefined;
    const end = endOfText(cursor.text, cursor.offset);
    const { Open: open, Close: close } = searchTokens;
    const { tokens } = scanned;
    const stretch = {
      source: cursor.source,
      tokens,
      end,
      afterOperand: "a search term, `AND` or `OR`",
      open,
      close,
    };
    cursor.report(syntaxError(exception, stretch));
    reportBrackets(exception, scanned, stretch, cursor);
    if (scanned.sound && scanned.unmatched === undefined)
      for (const error of furtherErrors(tokens, exception, clauses, (read) => this.errorIn(read)))
        cursor.report(syntaxError(error, stretch));
    return undefined;
  }

  /** The first syntax error of tokens that are parsed once more; what else is wrong in them is not reported again. */
  private errorIn(tokens: readonly IToken[]): IRecognitionException | undefined {
    this.cursor = undefined;
    this.input = [...tokens];
    this.conjunction();
    return this.errors[0];
  }

  /** A comma that separates nothing does no harm, and published detections have them. */
  private stray(comma: IToken): void {
    this.ACTION(() => this.cursor?.report(parseDiagnostics["stray-comma"](this.spanOf(comma), {})));
  }

  private comparison(head: Token, operator: string, operand: Token): SearchExpression {
    const span = this.between(head, operand);
    const field = { name: head.value, span: this.spanOf(head) };
    // What Splunk makes of single quotes here is not documented.
    if (head.tokenType === searchTokens.Word && head.value.includes("'"))
      this.cursor?.report(parseDiagnostics["single-quoted-field"](field.span, { name: head.value }));
    const compared = comparisonOperator(operator);
    if (head.tokenType === searchTokens.Word && isTimeModifier(head.value))
      return {
        kind: "time-modifier",
        name: head.value,
        operator: compared,
        value: operand.value,
        span,
      };
    return { kind: "search-comparison", field, operator: compared, value: this.value(operand), span };
  }

  private returned(head: Token, operator: string, { pipeline, ...place }: Token): SearchExpression {
    const span = this.spanOf(place);
    return {
      kind: "search-returned",
      field: { name: head.value, span: this.spanOf(head) },
      operator: comparisonOperator(operator),
      pipeline: pipeline ?? { kind: "pipeline", commands: [], span },
      span: this.between(head, place),
    };
  }

  private term(token: Token): SearchExpression {
    return { kind: "search-term", value: this.value(token), span: this.spanOf(token) };
  }

  private value(token: Token): SearchValue {
    const pattern = wildcardPattern(token.value);
    const span = this.spanOf(token);
    if (token.tokenType !== searchTokens.Directive)
      return { pattern, quoted: token.tokenType === searchTokens.Quoted, span };
    return {
      pattern,
      quoted: token.image.endsWith('")') || token.image.includes('"'),
      directive: token.image.startsWith("CASE") ? "case" : "term",
      span,
    };
  }

  private spanOf(token: { readonly startOffset: number; readonly endOffset?: number }): Span {
    return { source: this.source, start: token.startOffset, end: (token.endOffset ?? 0) + 1 };
  }

  private between(first: { readonly startOffset: number }, last: { readonly endOffset?: number }): Span {
    return { source: this.source, start: first.startOffset, end: (last.endOffset ?? 0) + 1 };
  }
}

function comparisonOperator(text: string): ComparisonOperator {
  switch (text) {
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return text;
    default:
      return "=";
  }
}

let parser: SearchParser | undefined;

/** Parses scanned tokens of the search language; undefined when an error was reported. */
export function parseSearchExpression(scanned: Scanned, cursor: Cursor): SearchExpression | undefined {
  parser ??= new SearchParser();
  return parser.run(scanned, cursor);
}
