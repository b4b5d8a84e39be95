import type { EvalExpression } from "../../grammar/ast.js";
import { parseExpression } from "../../grammar/parser.js";

/** What a constant expression can give. */
export type Constant = string | number | boolean | null;

/**
 * The value of an eval expression without fields and subsearches, as far as its functions are among the few that
 * macros use; undefined for every other.
 */
export function constantOf(text: string): { readonly value: Constant } | undefined {
  const { expression } = parseExpression({ name: "macro", text });
  if (expression === undefined) return undefined;
  try {
    return { value: evaluate(expression) };
  } catch (problem) {
    if (problem instanceof NotConstant) return undefined;
    throw problem;
  }
}

class NotConstant extends Error {}

function evaluate(expression: EvalExpression): Constant {
  switch (expression.kind) {
    case "eval-string":
    case "eval-number":
      return expression.value;
    case "eval-unary":
      return unary(expression.operator, evaluate(expression.operand));
    case "eval-binary":
      return binary(expression.operator, evaluate(expression.left), evaluate(expression.right));
    case "eval-in": {
      const value = evaluate(expression.value);
      return expression.options.some((option) => evaluate(option) === value);
    }
    case "eval-call":
      return call(expression.name, expression.arguments);
    case "eval-field":
    case "eval-subsearch":
      throw new NotConstant();
  }
}

function unary(operator: "not" | "-" | "+", operand: Constant): Constant {
  if (operator === "not" && typeof operand === "boolean") return !operand;
  if (operator !== "not" && typeof operand === "number") return operator === "-" ? -operand : operand;
  throw new NotConstant();
}

function binary(operator: string, left: Constant, right: Constant): Constant {
  if (typeof left === "boolean" && typeof right === "boolean") {
    if (operator === "and") return left && right;
    if (operator === "or") return left || right;
    if (operator === "xor") return left !== right;
  }
  if (operator === "." && isText(left) && isText(right)) return `${left}${right}`;
  if (typeof left === "number" && typeof right === "number") {
    if (operator === "+") return left + right;
    if (operator === "-") return left - right;
    if (operator === "*") return left * right;
  }
  if (typeof left === "string" && typeof right === "string" && operator === "+") return left + right;
  if (left !== null && right !== null && typeof left === typeof right) {
    if (operator === "=") return left === right;
    if (operator === "!=") return left !== right;
    if (operator === "<") return left < right;
    if (operator === "<=") return left <= right;
    if (operator === ">") return left > right;
    if (operator === ">=") return left >= right;
  }
  throw new NotConstant();
}

function isText(value: Constant): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

function call(name: string, given: readonly EvalExpression[]): Constant {
  switch (name) {
    case "true":
      return true;
    case "false":
      return false;
    case "null":
      return null;
    case "if": {
      const [condition, yes, no] = given;
      if (condition === undefined || yes === undefined || no === undefined) throw new NotConstant();
      return evaluate(condition) === true ? evaluate(yes) : evaluate(no);
    }
    case "case":
    case "validate": {
      for (let at = 0; at + 1 < given.length; at += 2) {
        const [condition, value] = [given[at], given[at + 1]];
        if (condition === undefined || value === undefined) throw new NotConstant();
        if ((evaluate(condition) === true) === (name === "case")) return evaluate(value);
      }
      return null;
    }
    default:
      return simpleCall(name, given.map(evaluate));
  }
}

function simpleCall(name: string, values: readonly Constant[]): Constant {
  const [first] = values;
  if (first === undefined || values.length !== 1) throw new NotConstant();
  switch (name) {
    case "isnum":
      return typeof first === "number";
    case "isstr":
      return typeof first === "string";
    case "isbool":
      return typeof first === "boolean";
    case "isnull":
      return first === null;
    case "isnotnull":
      return first !== null;
    default:
      if (typeof first !== "string") throw new NotConstant();
      if (name === "len") return [...first].length;
      if (name === "lower") return first.toLowerCase();
      if (name === "upper") return first.toUpperCase();
      throw new NotConstant();
  }
}
