import type { SearchExpression, SearchValue } from "./ast.js";
import { escapeSearch, patternText } from "./escapes.js";
import { printPipeline } from "./print-pipeline.js";
import { isTimeModifier } from "./time-modifiers.js";

const plainField = /^[^\s|"'()[\],=<>!\\`]+$/;

/** Writes an expression of the search language. */
export function printSearchExpression(expression: SearchExpression): string {
  switch (expression.kind) {
    case "search-and":
      return expression.operands.map(operandOf).join(" ");
    case "search-or":
      return expression.operands.map(operandOf).join(" OR ");
    case "search-not":
      return `NOT ${operandOf(expression.operand)}`;
    case "search-comparison":
      return `${searchField(expression.field.name)}${expression.operator}${printSearchValue(expression.value)}`;
    case "search-in":
      return `${searchField(expression.field.name)} IN (${expression.values.map(printSearchValue).join(", ")})`;
    case "search-term":
      return printSearchValue(expression.value);
    case "time-modifier":
      return `${expression.name}${expression.operator}${timeValue(expression.value)}`;
    case "search-returned":
      return `${returnedField(expression.field.name)}${expression.operator}[${printPipeline(expression.pipeline)}]`;
    case "search-subsearch":
      return `[${printPipeline(expression.pipeline)}]`;
  }
}

/** A row of `AND` or `OR` inside another expression stands in parentheses, also where its precedence needs none. */
function operandOf(expression: SearchExpression): string {
  const text = printSearchExpression(expression);
  return expression.kind === "search-and" || expression.kind === "search-or" ? `(${text})` : text;
}

export function printSearchValue({ pattern, quoted, directive }: SearchValue): string {
  const text = patternText(pattern);
  const written = quoted ? `"${escapeSearch(text)}"` : text.replace(/[\\"|]/g, "\\$&");
  return directive === undefined ? written : `${directive.toUpperCase()}(${written})`;
}

function searchField(name: string): string {
  return plainField.test(name) && !/^(?:AND|OR|NOT)$/.test(name) && !isTimeModifier(name)
    ? name
    : `"${escapeSearch(name)}"`;
}

/** A time modifier takes a returned text as a field does, so it needs no quotes here. */
function returnedField(name: string): string {
  return isTimeModifier(name) ? name : searchField(name);
}

function timeValue(value: string): string {
  return value === "now()" || plainField.test(value) ? value : `"${escapeSearch(value)}"`;
}
