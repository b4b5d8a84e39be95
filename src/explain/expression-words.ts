import type {
  Case,
  Compare,
  LikePattern,
  Literal,
  Match,
  OneOf,
  Pattern,
  ScalarExpression,
} from "../plan/expression.js";
import { patternText } from "../plan/wildcard-names.js";
import { callWords } from "./call-words.js";

/** A predicate or a value in words: ``field `user` is "admin" and field `count` is greater than 5``. */
export function expressionWords(expression: ScalarExpression): string {
  return words(expression, false);
}

/** The same as a part of a sentence: in parentheses where it could be read as more than one part. */
export function operandWords(expression: ScalarExpression): string {
  return words(expression, true);
}

function words(expression: ScalarExpression, inside: boolean): string {
  switch (expression.kind) {
    case "field":
    case "column":
      return `\`${expression.name}\``;
    case "literal":
      return literalWords(expression);
    case "and":
      return enclosed(conjuncts(expression.operands).join(" and "), inside);
    case "or":
      return enclosed(expression.operands.map((operand) => words(operand, true)).join(" or "), inside);
    case "not":
      return negated(expression.operand);
    case "compare":
    case "one-of":
    case "match":
      return `${words(subjectOf(expression), true)} ${testWords(expression, "is")}`;
    case "term":
      return `the event contains the term \`${patternText(expression.pattern)}\``;
    case "is-present":
      return `${words(expression.value, true)} has a value`;
    case "case":
      return enclosed(caseWords(expression), inside);
    case "call":
      return callWords(expression, words, inside);
  }
}

function enclosed(text: string, inside: boolean): string {
  return inside ? `(${text})` : text;
}

/** A test of one value. */
type Test = Compare | OneOf | Match;

function isTest(expression: ScalarExpression): expression is Test {
  return expression.kind === "compare" || expression.kind === "one-of" || expression.kind === "match";
}

function subjectOf(test: Test): ScalarExpression {
  return test.kind === "compare" ? test.left : test.value;
}

/** What has to hold together; that a value is there, and that it fails a test, is one statement. */
function conjuncts(operands: readonly ScalarExpression[]): readonly string[] {
  const said: string[] = [];
  for (let index = 0; index < operands.length; index++) {
    const [first, second] = operands.slice(index);
    if (first === undefined) break;
    const test = second?.kind === "not" ? second.operand : undefined;
    const subject = first.kind === "is-present" ? words(first.value, true) : undefined;
    if (test !== undefined && isTest(test) && words(subjectOf(test), true) === subject) {
      said.push(`${subject} is there and ${testWords(test, "is not")}`);
      index++;
    } else said.push(words(first, true));
  }
  return said;
}

/** What a failed test means for a missing value is said too: `search` and `eval` differ in it. */
function negated(operand: ScalarExpression): string {
  if (isTest(operand)) {
    const subject = words(subjectOf(operand), true);
    const missing = operand.whenMissing === "false" ? "is missing or" : "is there and";
    return `${subject} ${missing} ${testWords(operand, "is not")}`;
  }
  if (operand.kind === "is-present") return `${words(operand.value, true)} has no value`;
  if (operand.kind === "term")
    return `the event does not contain the term \`${patternText(operand.pattern)}\``;
  return `not ${words(operand, true)}`;
}

type Verb = "is" | "is not";

function testWords(test: Test, verb: Verb): string {
  switch (test.kind) {
    case "compare":
      return `${operatorWords(test.operator, verb)} ${words(test.right, true)}${comparesText(test) ? caseNote(test) : ""}`;
    case "one-of":
      return `${verb} one of ${test.options.map(literalWords).join(", ")}${caseNote(test)}`;
    case "match":
      return `${patternWords(test.pattern, verb)}${caseNote(test)}`;
  }
}

function operatorWords(operator: Compare["operator"], verb: Verb): string {
  switch (operator) {
    case "=":
      return verb;
    case "!=":
      return verb === "is" ? "has a value that is not" : "has no value that is not";
    case "<":
      return `${verb} less than`;
    case "<=":
      return `${verb} at most`;
    case ">":
      return `${verb} greater than`;
    case ">=":
      return `${verb} at least`;
  }
}

function caseNote({ caseSensitive }: { readonly caseSensitive: boolean }): string {
  return caseSensitive ? " (with case)" : "";
}

/** Numbers have no case, and an order is asked of numbers unless a text is written. */
function comparesText({ left, right, operator }: Compare): boolean {
  const sides = [left, right];
  if (sides.some((side) => side.kind === "literal" && typeof side.value === "number")) return false;
  const ordered = operator !== "=" && operator !== "!=";
  return !ordered || sides.some((side) => side.kind === "literal");
}

function literalWords({ value }: Literal): string {
  return value === null ? "nothing" : JSON.stringify(value);
}

/** A case in the last place of another goes on with its arms. */
function caseWords(expression: Case): string {
  const arms = expression.arms.map(({ when, then }) => `${words(then, true)} when ${words(when, true)}`);
  const { otherwise } = expression;
  if (otherwise?.kind === "case") return [...arms, caseWords(otherwise)].join(", ");
  return [...arms, `otherwise ${otherwise === undefined ? "nothing" : words(otherwise, true)}`].join(", ");
}

function patternWords(pattern: Pattern, verb: Verb): string {
  const [looks, matches, lies] =
    verb === "is" ? ["looks", "matches", "lies"] : ["does not look", "does not match", "does not lie"];
  switch (pattern.kind) {
    case "wildcard":
      return `${looks} like \`${patternText(pattern.parts)}\``;
    case "like":
      return `${looks} like \`${likeText(pattern.parts)}\``;
    case "regex":
      return `${matches} the regular expression \`${pattern.source}\``;
    case "network":
      return `${lies} in the network ${pattern.cidr}`;
  }
}

function likeText(parts: LikePattern): string {
  return parts.map((part) => (part.kind === "text" ? part.text : part.kind === "any" ? "%" : "_")).join("");
}
