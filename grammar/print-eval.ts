import type { Assignment, EvalExpression } from "./ast.js";
import { escapeArgument, escapeEval } from "./escapes.js";
import { precedence } from "./eval-operators.js";
import { printPipeline } from "./print-pipeline.js";

const primary = precedence.sign + 1;

/** Writes an expression of the eval language, with parentheses only where it needs them. */
export function printEvalExpression(expression: EvalExpression): string {
  switch (expression.kind) {
    case "eval-field":
      return expression.quoted ? `'${expression.name}'` : expression.name;
    case "eval-string":
      return `"${escapeEval(expression.value)}"`;
    case "eval-number":
      return expression.text;
    case "eval-unary": {
      const { operator, operand } = expression;
      if (operator === "not") return `NOT ${atLeast(operand, precedence.not)}`;
      return `${operator}${atLeast(operand, primary)}`;
    }
    case "eval-binary": {
      const { operator, left, right } = expression;
      const level = precedence[operator];
      const leftLevel = level === precedence["="] ? level + 1 : level;
      const symbol = /^[a-z]/.test(operator) ? operator.toUpperCase() : operator;
      return `${atLeast(left, leftLevel)} ${symbol} ${atLeast(right, level + 1)}`;
    }
    case "eval-in":
      return `${atLeast(expression.value, precedence.in + 1)} IN (${list(expression.options)})`;
    case "eval-call":
      return `${expression.name}(${list(expression.arguments)})`;
    case "eval-subsearch":
      return `[${printPipeline(expression.pipeline)}]`;
  }
}

export function printAssignments(assignments: readonly Assignment[]): string {
  return assignments
    .map(({ target, value }) => `${printTarget(target.name)} = ${printEvalExpression(value)}`)
    .join(", ");
}

export function printTarget(name: string): string {
  return /^[^\s|"'()[\],=<>!`]+$/.test(name) ? name : `"${escapeArgument(name)}"`;
}

function list(expressions: readonly EvalExpression[]): string {
  return expressions.map(printEvalExpression).join(", ");
}

function atLeast(expression: EvalExpression, level: number): string {
  const text = printEvalExpression(expression);
  return levelOf(expression) < level ? `(${text})` : text;
}

function levelOf(expression: EvalExpression): number {
  switch (expression.kind) {
    case "eval-unary":
      return expression.operator === "not" ? precedence.not : precedence.sign;
    case "eval-binary":
      return precedence[expression.operator];
    case "eval-in":
      return precedence.in;
    default:
      return primary;
  }
}
