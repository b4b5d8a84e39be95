import type {
  EvalExpression,
  Pipeline,
  SearchExpression,
  SearchValue,
  WildcardPattern,
} from "../../../grammar/ast.js";
import type { Command } from "../../../grammar/commands/index.js";
import { printSearchExpression } from "../../../grammar/print-search.js";
import type { LikePattern } from "../../plan/expression.js";
import type { Span } from "../../source/source-text.js";
import { fieldsOf, type Logic, type Test } from "./logic.js";
import { plainText } from "./parts.js";

/**
 * The search that takes exactly the events of the logic, behind the terms that name its log source. The tests that the
 * search language has stand in the first command; what needs a regular expression follows in `where`.
 */
export function searchOf(logic: Logic, origin: readonly SearchExpression[]): Pipeline {
  const { span } = logic;
  const operands = logic.kind === "and" ? logic.operands : [logic];
  const plain = operands.filter(isSearchable);
  const rest = operands.filter((operand) => !isSearchable(operand));
  const expression =
    joined([...origin, ...plain.map(searchExpression)], "search-and", span) ?? everything(span);
  const first: Command = {
    kind: "search",
    keyword: span,
    span,
    implied: true,
    expression,
  };
  const conditions = rest.map((operand) => evalExpression(operand, false));
  const commands: readonly Command[] =
    conditions.length === 0
      ? [first]
      : [first, { kind: "where", keyword: span, span, expression: chained(conditions, "and", span) }];
  return { kind: "pipeline", commands, span };
}

/** Whether the search language has every test of the logic. */
export function isSearchable(logic: Logic): boolean {
  switch (logic.kind) {
    case "and":
    case "or":
      return logic.operands.every(isSearchable);
    case "not":
      return isSearchable(logic.operand);
    case "regex":
    case "same":
      return false;
    default:
      return true;
  }
}

function searchExpression(logic: Logic): SearchExpression {
  const { span } = logic;
  switch (logic.kind) {
    case "and":
      return joined(logic.operands.map(searchExpression), "search-and", span) ?? everything(span);
    case "or":
      return (
        listed(logic.operands, span) ??
        joined(logic.operands.map(searchExpression), "search-or", span) ??
        everything(span)
      );
    case "not":
      return { kind: "search-not", operand: searchExpression(logic.operand), span };
    default:
      return comparison(logic);
  }
}

function everything(span: Span): SearchExpression {
  return { kind: "search-term", value: { ...searchValue([{ kind: "any" }], span), quoted: false }, span };
}

function joined(
  operands: readonly SearchExpression[],
  kind: "search-and" | "search-or",
  span: Span,
): SearchExpression | undefined {
  const [only, ...more] = operands;
  return only === undefined || more.length === 0 ? only : { kind, operands, span };
}

/** `f IN (…)` for alternatives of one field. */
function listed(operands: readonly Logic[], span: Span): SearchExpression | undefined {
  const tests = operands.filter((operand) => operand.kind === "text");
  const [first, ...more] = tests;
  if (first === undefined || more.length === 0 || tests.length < operands.length) return undefined;
  if (tests.some(({ field, caseSensitive }) => field !== first.field || caseSensitive)) return undefined;
  const field = { name: first.field, span: first.span };
  return {
    kind: "search-in",
    field,
    values: tests.map((test) => textValue(test.parts, test.span)),
    span,
  };
}

function comparison(test: Test): SearchExpression {
  const { span } = test;
  const compare = (operator: "=" | "<" | "<=" | ">" | ">=", value: SearchValue): SearchExpression => ({
    kind: "search-comparison",
    field: { name: test.field, span },
    operator,
    value,
    span,
  });
  switch (test.kind) {
    case "present":
      return compare("=", { ...searchValue([{ kind: "any" }], span), quoted: false });
    case "text": {
      const value = textValue(test.parts, span);
      return compare("=", test.caseSensitive ? { ...value, directive: "case" } : value);
    }
    case "network":
      return compare("=", searchValue([{ kind: "text", text: test.cidr }], span));
    case "order":
      return compare(test.operator, {
        ...searchValue([{ kind: "text", text: String(test.number) }], span),
        quoted: false,
      });
    case "regex":
    case "same":
      throw new Error(`the search language has no test for ${test.kind}`);
  }
}

/** A whole number stands without quotes. */
function textValue(parts: LikePattern, span: Span): SearchValue {
  const plain = plainText(parts);
  const isNumber = plain !== undefined && /^\d+$/.test(plain);
  return { ...searchValue(patternOf(parts), span), quoted: !isNumber };
}

function patternOf(parts: LikePattern): WildcardPattern {
  return parts.filter((part) => part.kind !== "one");
}

export function searchValue(pattern: WildcardPattern, span: Span): SearchValue {
  return { pattern, quoted: true, span };
}

/**
 * The logic in the eval language. A test of a missing field is missing there, which counts as false; only under a
 * negation the field has to be asked for.
 */
function evalExpression(logic: Logic, isNegated: boolean): EvalExpression {
  const { span } = logic;
  if (isSearchable(logic))
    return call("searchmatch", [text(printSearchExpression(searchExpression(logic)), span)], span);
  switch (logic.kind) {
    case "and":
    case "or":
      return chained(
        logic.operands.map((operand) => evalExpression(operand, isNegated)),
        logic.kind,
        span,
      );
    case "not":
      return { kind: "eval-unary", operator: "not", operand: evalExpression(logic.operand, true), span };
    case "regex":
      return present(
        logic,
        isNegated,
        call("match", [field(logic.field, span), text(logic.source, span)], span),
      );
    case "same": {
      const [left, right] = [logic.field, logic.other].map((name) =>
        call("lower", [field(name, span)], span),
      );
      if (left === undefined || right === undefined) throw new Error("two fields are compared");
      return present(logic, isNegated, { kind: "eval-binary", operator: "=", left, right, span });
    }
    default:
      throw new Error(`the search language has no test for ${logic.kind}`);
  }
}

function present(test: Test, isNegated: boolean, condition: EvalExpression): EvalExpression {
  if (!isNegated) return condition;
  const { span } = test;
  const asked = fieldsOf(test).map((name) => call("isnotnull", [field(name, span)], span));
  return chained([...asked, condition], "and", span);
}

function chained(operands: readonly EvalExpression[], operator: "and" | "or", span: Span): EvalExpression {
  return operands.reduce((left, right) => ({ kind: "eval-binary", operator, left, right, span }));
}

function call(name: string, args: readonly EvalExpression[], span: Span): EvalExpression {
  return { kind: "eval-call", name, nameSpan: span, arguments: args, span };
}

function text(value: string, span: Span): EvalExpression {
  return { kind: "eval-string", value, span };
}

function field(name: string, span: Span): EvalExpression {
  return { kind: "eval-field", name, quoted: true, span };
}

/** The logic as a condition of `count(eval(…))`. */
export function conditionOf(logic: Logic): EvalExpression {
  return evalExpression(logic, false);
}
