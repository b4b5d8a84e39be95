import type { Compare, Literal, Match, OneOf, Pattern, ScalarExpression } from "./expression.js";
import { patternText } from "./wildcard-names.js";

/**
 * An expression as one line of text. A comparison reads `field = "text"`; what departs from the rule of `search`
 * (without case, false on a missing side, by what both sides look like) is said in square brackets behind it:
 * `case`, `missing`, `text`, `number`.
 */
export function dumpExpression(expression: ScalarExpression): string {
  return dump(expression, 0);
}

/** Binding strengths: or, and, not, comparison, call. */
const strength = { or: 1, and: 2, not: 3, test: 4 };

function dump(expression: ScalarExpression, outer: number): string {
  switch (expression.kind) {
    case "field":
      return dumpField(expression.name);
    case "column":
      return `column(${expression.name})`;
    case "literal":
      return dumpLiteral(expression);
    case "and":
      return bracket(
        expression.operands.map((operand) => dump(operand, strength.and)).join(" and "),
        strength.and,
        outer,
      );
    case "or":
      return bracket(
        expression.operands.map((operand) => dump(operand, strength.or)).join(" or "),
        strength.or,
        outer,
      );
    case "not":
      return bracket(`not ${dump(expression.operand, strength.not)}`, strength.not, outer);
    case "compare":
      return bracket(
        `${dump(expression.left, strength.test)} ${expression.operator} ${dump(expression.right, strength.test)}${rules(expression, expression.mode)}`,
        strength.test,
        outer,
      );
    case "one-of":
      return bracket(
        `${dump(expression.value, strength.test)} in (${expression.options.map(dumpLiteral).join(", ")})${rules(expression, expression.mode)}`,
        strength.test,
        outer,
      );
    case "match":
      return bracket(
        `${dump(expression.value, strength.test)} ${dumpPattern(expression.pattern)}${rules(expression, "auto")}`,
        strength.test,
        outer,
      );
    case "term":
      return `term(${expression.quoted ? JSON.stringify(patternText(expression.pattern)) : patternText(expression.pattern)})${expression.caseSensitive ? " [case]" : ""}`;
    case "is-present":
      return `present(${dump(expression.value, 0)})`;
    case "case": {
      const arms = expression.arms.map(({ when, then }) => `${dump(when, 0)} -> ${dump(then, 0)}`);
      if (expression.otherwise !== undefined) arms.push(`else ${dump(expression.otherwise, 0)}`);
      return `case(${arms.join("; ")})`;
    }
    case "call":
      return `${expression.function}(${expression.arguments.map((argument) => dump(argument, 0)).join(", ")})`;
  }
}

function bracket(text: string, own: number, outer: number): string {
  return own <= outer ? `(${text})` : text;
}

/** A name that is not a plain word stands in single quotes. */
export function dumpField(name: string): string {
  return /^[A-Za-z_][\w.{}@-]*$/u.test(name) ? name : `'${name}'`;
}

export function dumpLiteral({ value }: Literal): string {
  return value === null ? "null" : JSON.stringify(value);
}

function rules(
  { caseSensitive, whenMissing }: Pick<Compare | OneOf | Match, "caseSensitive" | "whenMissing">,
  mode: string,
): string {
  const words = [
    ...(caseSensitive ? ["case"] : []),
    ...(whenMissing === "missing" ? ["missing"] : []),
    ...(mode === "auto" ? [] : [mode]),
  ];
  return words.length === 0 ? "" : ` [${words.join(" ")}]`;
}

function dumpPattern(pattern: Pattern): string {
  switch (pattern.kind) {
    case "wildcard":
      return `matches ${JSON.stringify(patternText(pattern.parts))}`;
    case "like":
      return `like ${JSON.stringify(pattern.parts.map((part) => (part.kind === "text" ? part.text : part.kind === "any" ? "%" : "_")).join(""))}`;
    case "regex":
      return `matches /${pattern.source}/`;
    case "network":
      return `in network ${pattern.cidr}`;
  }
}
