import type { Compare, LikePattern, Literal, Pattern, ScalarExpression } from "../plan/expression.js";
import { patternText } from "../plan/wildcard-names.js";

/** A predicate or a value in words: ``field `user` is "admin" and field `count` is greater than 5``. */
export function expressionWords(expression: ScalarExpression): string {
  return words(expression, false);
}

function words(expression: ScalarExpression, inside: boolean): string {
  switch (expression.kind) {
    case "field":
    case "column":
      return `\`${expression.name}\``;
    case "literal":
      return literalWords(expression);
    case "and":
    case "or": {
      const text = expression.operands.map((operand) => words(operand, true)).join(` ${expression.kind} `);
      return inside ? `(${text})` : text;
    }
    case "not":
      return `not ${words(expression.operand, true)}`;
    case "compare":
      return `${words(expression.left, true)} ${operatorWords[expression.operator]} ${words(expression.right, true)}${holdsNumber(expression) ? "" : caseWords(expression)}`;
    case "one-of":
      return `${words(expression.value, true)} is one of ${expression.options.map(literalWords).join(", ")}${caseWords(expression)}`;
    case "match":
      return `${words(expression.value, true)} ${patternWords(expression.pattern)}${caseWords(expression)}`;
    case "term":
      return `the event contains the term \`${patternText(expression.pattern)}\``;
    case "is-present":
      return `${words(expression.value, true)} has a value`;
    case "case": {
      const arms = expression.arms.map(({ when, then }) => `${words(then, true)} when ${words(when, true)}`);
      const otherwise = expression.otherwise === undefined ? "nothing" : words(expression.otherwise, true);
      return [...arms, `${otherwise} otherwise`].join(", ");
    }
    case "call":
      return `${expression.function}(${expression.arguments.map((argument) => words(argument, false)).join(", ")})`;
  }
}

const operatorWords = {
  "=": "is",
  "!=": "has a value that is not",
  "<": "is less than",
  "<=": "is at most",
  ">": "is greater than",
  ">=": "is at least",
} as const;

function caseWords({ caseSensitive }: { readonly caseSensitive: boolean }): string {
  return caseSensitive ? " (with case)" : "";
}

/** Numbers have no case. */
function holdsNumber({ left, right }: Compare): boolean {
  return [left, right].some((side) => side.kind === "literal" && typeof side.value === "number");
}

function literalWords({ value }: Literal): string {
  return value === null ? "nothing" : JSON.stringify(value);
}

function patternWords(pattern: Pattern): string {
  switch (pattern.kind) {
    case "wildcard":
      return `looks like \`${patternText(pattern.parts)}\``;
    case "like":
      return `looks like \`${likeText(pattern.parts)}\``;
    case "regex":
      return `matches the regular expression \`${pattern.source}\``;
    case "network":
      return `lies in the network ${pattern.cidr}`;
  }
}

function likeText(parts: LikePattern): string {
  return parts.map((part) => (part.kind === "text" ? part.text : part.kind === "any" ? "%" : "_")).join("");
}
