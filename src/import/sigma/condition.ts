import type { Span } from "../../source/source-text.js";
import { all, any, not, type Logic } from "./logic.js";

/** The search identifiers of a rule, by name in the order of writing. */
export type Identifiers = ReadonlyMap<string, Logic>;

export class ConditionError extends Error {
  constructor(
    readonly span: Span,
    message: string,
  ) {
    super(message);
  }
}

interface Token {
  readonly text: string;
  readonly span: Span;
}

/**
 * Reads the condition of a rule over its search identifiers: `or` binds weaker than `and`, that weaker than `not`, that
 * weaker than `1 of` and `all of`. Throws a `ConditionError` for what is not a condition.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-rules-specification.md#condition
 */
export function readCondition(
  text: string,
  place: (start: number, end: number) => Span,
  identifiers: Identifiers,
): { readonly logic: Logic; readonly used: ReadonlySet<string> } {
  const reader = new ConditionReader(tokensOf(text, place), place(0, text.length), identifiers);
  return { logic: reader.whole(), used: reader.used };
}

function tokensOf(text: string, place: (start: number, end: number) => Span): readonly Token[] {
  return [...text.matchAll(/[()]|[^\s()]+/g)].map((match) => ({
    text: match[0],
    span: place(match.index, match.index + match[0].length),
  }));
}

class ConditionReader {
  readonly used = new Set<string>();
  private at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly place: Span,
    private readonly identifiers: Identifiers,
  ) {}

  whole(): Logic {
    const logic = this.disjunction();
    const left = this.tokens[this.at];
    if (left !== undefined) throw new ConditionError(left.span, `\`${left.text}\` is not expected here`);
    return logic;
  }

  private disjunction(): Logic {
    const operands = [this.conjunction()];
    while (this.take("or")) operands.push(this.conjunction());
    return any(operands, this.place);
  }

  private conjunction(): Logic {
    const operands = [this.negation()];
    while (this.take("and")) operands.push(this.negation());
    return all(operands, this.place);
  }

  private negation(): Logic {
    const sign = this.tokens[this.at];
    return sign !== undefined && this.take("not") ? not(this.negation(), sign.span) : this.primary();
  }

  private primary(): Logic {
    const token = this.next();
    if (token.text === "(") {
      const inner = this.disjunction();
      if (!this.take(")")) throw new ConditionError(token.span, "the parenthesis is not closed");
      return inner;
    }
    const isQuantifier = /^(?:1|any|all)$/.test(token.text) && this.tokens[this.at]?.text === "of";
    if (isQuantifier) {
      this.at += 1;
      return this.quantified(token, this.next());
    }
    return this.identifier(token);
  }

  private identifier({ text, span }: Token): Logic {
    const found = this.identifiers.get(text);
    if (found === undefined)
      throw new ConditionError(
        span,
        /^[\w-]+$/.test(text)
          ? `there is no search identifier \`${text}\``
          : `\`${text}\` is no part of a condition`,
      );
    this.used.add(text);
    return found;
  }

  /** `them` is every identifier that does not begin with `_`. */
  private quantified(quantifier: Token, pattern: Token): Logic {
    const isThem = pattern.text === "them";
    if (!isThem && !/^[\w-]*\*[\w*-]*$/.test(pattern.text) && !this.identifiers.has(pattern.text))
      throw new ConditionError(pattern.span, `\`${pattern.text}\` is no pattern of search identifiers`);
    const matcher = new RegExp(`^${isThem ? "(?!_).*" : pattern.text.replaceAll("*", ".*")}$`);
    const names = [...this.identifiers.keys()].filter(
      (name) => matcher.test(name) && (pattern.text.startsWith("_") || !name.startsWith("_")),
    );
    if (names.length === 0)
      throw new ConditionError(pattern.span, `no search identifier is named \`${pattern.text}\``);
    const operands = names.map((text) => this.identifier({ text, span: pattern.span }));
    return quantifier.text === "all" ? all(operands, pattern.span) : any(operands, pattern.span);
  }

  private next(): Token {
    const token = this.tokens[this.at];
    if (token === undefined)
      throw new ConditionError(this.place, "the condition ends where a search identifier is expected");
    this.at += 1;
    return token;
  }

  private take(text: string): boolean {
    if (this.tokens[this.at]?.text !== text) return false;
    this.at += 1;
    return true;
  }
}
