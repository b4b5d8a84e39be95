import { EmbeddedActionsParser, type IRecognitionException, type IToken } from "chevrotain";
import { evalHint } from "./eval-hints.js";
import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import type { SourceText, Span } from "../src/source/source-text.js";
import type { Assignment, EvalExpression } from "./ast.js";
import type { Cursor } from "./cursor.js";
import { buildOperators, inParentheses, type OperatorPart } from "./eval-operators.js";
import { evalFunctions, type FunctionNames } from "./function-names.js";
import { furtherErrors, type Clauses } from "./further-errors.js";
import type { Scanned } from "./scan-search.js";
import { didYouMean } from "./suggest.js";
import { endOfText, expectations, isFirstError, reportBrackets, syntaxError } from "./syntax-errors.js";
import { unknownToken } from "./scan-eval.js";
import { asToken, evalTokens, makeToken, type Token } from "./tokens.js";

const clauses: Clauses = {
  open: evalTokens.Open,
  close: evalTokens.Close,
  separates: ({ tokenType, image }) =>
    tokenType === evalTokens.Comma ||
    tokenType === evalTokens.Target ||
    (tokenType === evalTokens.Operator && /^(?:and|or|xor)$/i.test(image)),
  operand: (start) => makeToken(evalTokens.Field, "", start, start),
};

/**
 * The grammar of `eval` and `where`: operands and operators in a row, which `buildOperators` puts into a tree.
 * "eval" and "where" in Splunk's Search Reference.
 */
class EvalParser extends EmbeddedActionsParser {
  private cursor: Cursor | undefined;
  /** Set when an error was found that the tokens alone do not show. */
  private refused = false;
  private tooDeep = false;
  private functions: FunctionNames = evalFunctions;

  constructor() {
    super(Object.values(evalTokens), { errorMessageProvider: expectations, maxLookahead: 1 });
    this.performSelfAnalysis();
  }

  readonly expression = this.RULE("expression", (): EvalExpression => {
    const parts: OperatorPart[] = [];
    this.SUBRULE(this.operand, { ARGS: [parts] });
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            const token = this.OR1([
              { ALT: () => this.CONSUME(evalTokens.Operator) },
              { ALT: () => this.CONSUME(evalTokens.Sign) },
            ]);
            this.ACTION(() => parts.push({ kind: "operator", token: asToken(token) }));
            this.SUBRULE1(this.operand, { ARGS: [parts] });
          },
        },
        {
          ALT: () => {
            this.CONSUME(evalTokens.In);
            const options = this.SUBRULE(this.list);
            this.ACTION(() => parts.push({ kind: "in", ...options }));
          },
        },
      ]);
    });
    return this.ACTION(() => this.build(parts));
  });

  private readonly operand = this.RULE("operand", (parts: OperatorPart[]) => {
    this.MANY(() => {
      const token = this.OR([
        { ALT: () => this.CONSUME(evalTokens.Not) },
        { ALT: () => this.CONSUME(evalTokens.Sign) },
      ]);
      this.ACTION(() => parts.push({ kind: "prefix", token: asToken(token) }));
    });
    const node = this.SUBRULE(this.primary);
    this.ACTION(() => parts.push({ kind: "operand", node }));
  });

  private readonly primary = this.RULE("primary", (): EvalExpression =>
    this.OR({
      DEF: [
        {
          ALT: () => {
            const token = this.CONSUME(evalTokens.Field);
            return { kind: "eval-field", name: token.image, quoted: false, span: this.spanOf(token) };
          },
        },
        {
          ALT: () => {
            const token = asToken(this.CONSUME(evalTokens.QuotedField));
            return { kind: "eval-field", name: token.value, quoted: true, span: this.spanOf(token) };
          },
        },
        {
          ALT: () => {
            const token = asToken(this.CONSUME(evalTokens.Text));
            return { kind: "eval-string", value: token.value, span: this.spanOf(token) };
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(evalTokens.Number);
            const text = token.image;
            return { kind: "eval-number", value: Number(text), text, span: this.spanOf(token) };
          },
        },
        {
          ALT: () => {
            const token = asToken(this.CONSUME(evalTokens.Function));
            const options = this.SUBRULE(this.list);
            return this.ACTION((): EvalExpression => {
              const nameSpan = this.spanOf(token);
              if (!this.functions.has(token.value)) this.unknownFunction(token.image, nameSpan);
              const span = { ...nameSpan, end: options.end };
              return { kind: "eval-call", name: token.value, nameSpan, arguments: options.nodes, span };
            });
          },
        },
        {
          ALT: () => {
            const open = this.CONSUME(evalTokens.Open);
            const node = this.SUBRULE(this.expression);
            const close = this.CONSUME(evalTokens.Close);
            return this.ACTION(() =>
              inParentheses(node, { ...this.spanOf(open), end: this.spanOf(close).end }),
            );
          },
        },
        {
          ALT: () => {
            const token = asToken(this.CONSUME(evalTokens.Subsearch));
            return this.ACTION(() => this.subsearch(token));
          },
        },
      ],
      ERR_MSG: "an expression",
    }),
  );

  private readonly list = this.RULE("list", (): { nodes: EvalExpression[]; end: number } => {
    const nodes: EvalExpression[] = [];
    this.CONSUME(evalTokens.Open);
    this.OPTION(() => {
      const first = this.SUBRULE(this.expression);
      this.ACTION(() => nodes.push(first));
      this.MANY(() => {
        this.CONSUME(evalTokens.Comma);
        const next = this.SUBRULE1(this.expression);
        this.ACTION(() => nodes.push(next));
      });
    });
    const close = this.CONSUME(evalTokens.Close);
    return { nodes, end: (close.endOffset ?? 0) + 1 };
  });

  readonly assignments = this.RULE("assignments", (): Assignment[] => {
    const found: Assignment[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: evalTokens.Comma,
      DEF: () => {
        const token = asToken(this.CONSUME(evalTokens.Target));
        const value = this.SUBRULE(this.expression);
        this.ACTION(() => {
          const target = { name: token.value, span: this.spanOf(token) };
          const dynamic = /\{[^{}]+\}/.test(token.value);
          found.push({ target, dynamic, value, span: { ...target.span, end: value.span.end } });
        });
      },
      ERR_MSG: "a field and `=`",
    });
    return found;
  });

  /** Runs a rule over scanned tokens; reports what is wrong and gives nothing then. */
  run<Result>(
    rule: () => Result,
    scanned: Scanned,
    cursor: Cursor,
    functions: FunctionNames,
  ): Result | undefined {
    this.cursor = cursor;
    this.functions = functions;
    this.refused = false;
    this.tooDeep = false;
    this.input = [...scanned.tokens];
    const result = rule();
    const [exception] = this.errors;
    if (exception !== undefined && isFirstError(exception, scanned, cursor)) {
      const end = endOfText(cursor.text, cursor.offset);
      const { Open: open, Close: close } = evalTokens;
      const { tokens } = scanned;
      const settings = tokens[0]?.tokenType === evalTokens.Target;
      const hint = (token: IToken) => evalHint(tokens, token, settings);
      const stretch = {
        source: cursor.source,
        tokens,
        end,
        afterOperand: "an operator",
        open,
        close,
        hint,
      };
      const report = (error: IRecognitionException) =>
        cursor.report(
          error.token.tokenType === evalTokens.Unknown && hint(error.token) === undefined
            ? unknownToken(error.token.image, this.spanOf(error.token))
            : syntaxError(error, stretch),
        );
      report(exception);
      reportBrackets(exception, scanned, stretch, cursor);
      if (scanned.sound && scanned.unmatched === undefined)
        furtherErrors(tokens, exception, clauses, (read) => this.errorIn(rule, read)).forEach(report);
    }
    return exception !== undefined || this.refused || !scanned.sound ? undefined : result;
  }

  /** The first syntax error of tokens that are parsed once more; what else is wrong in them is not reported again. */
  private errorIn(rule: () => unknown, tokens: readonly IToken[]): IRecognitionException | undefined {
    this.cursor = undefined;
    this.input = [...tokens];
    rule();
    return this.errors[0];
  }

  private build(parts: readonly OperatorPart[]): EvalExpression {
    return buildOperators(parts, this.source, (diagnostic) => {
      this.refused = true;
      // Each parenthesis around what is too deep is too deep again.
      const again = diagnostic.code === "parse/too-deep" && this.tooDeep;
      if (again) return;
      this.tooDeep ||= diagnostic.code === "parse/too-deep";
      this.cursor?.report(diagnostic);
    });
  }

  private unknownFunction(name: string, span: Span): void {
    this.refused = true;
    const help = didYouMean(name, this.functions);
    this.cursor?.report(parseDiagnostics["unknown-function"](span, { name }, { help }));
  }

  private subsearch(token: Token): EvalExpression {
    const span = this.spanOf(token);
    return {
      kind: "eval-subsearch",
      pipeline: token.pipeline ?? { kind: "pipeline", commands: [], span },
      span,
    };
  }

  private get source(): SourceText {
    return this.cursor?.source ?? { name: "", text: "" };
  }

  private spanOf(token: { readonly startOffset: number; readonly endOffset?: number }): Span {
    return { source: this.source, start: token.startOffset, end: (token.endOffset ?? 0) + 1 };
  }
}

let parser: EvalParser | undefined;

/** Parses scanned tokens as one expression; undefined when an error was reported. */
export function parseEvalExpression(
  scanned: Scanned,
  cursor: Cursor,
  functions: FunctionNames = evalFunctions,
): EvalExpression | undefined {
  const ready = (parser ??= new EvalParser());
  return ready.run(() => ready.expression(), scanned, cursor, functions);
}

/** Parses scanned tokens as `name = expression, …`; undefined when an error was reported. */
export function parseAssignments(scanned: Scanned, cursor: Cursor): readonly Assignment[] | undefined {
  const ready = (parser ??= new EvalParser());
  return ready.run(() => ready.assignments(), scanned, cursor, evalFunctions);
}
