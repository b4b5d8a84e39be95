import {
  call,
  list,
  operation,
  text,
  type Expression,
  type TextExpression,
} from "../../shared/expression.js";
import { wholeRegex } from "./whole-regex.js";

/**
 * A test that ignores case, for a query in which comparisons heed it (`config case_sensitive = true`): both sides in lower
 * case. A text without letters has no other spelling, and a regular expression says itself what it ignores.
 */
export function foldCase(expression: Expression): Expression {
  switch (expression.kind) {
    case "operation": {
      const [left, right] = expression.operands;
      const { operator } = expression;
      if (left !== undefined && right !== undefined && compared.has(operator)) {
        if (right.kind === "text") return folded(operator, left, right);
        if (right.kind === "list" && operator === "in") return foldedList(left, right.items);
      }
      return { ...expression, operands: expression.operands.map(foldCase) };
    }
    case "template":
      return { ...expression, arguments: expression.arguments.map(foldCase) };
    default:
      return expression;
  }
}

const compared: ReadonlySet<string> = new Set(["=", "!=", "in", "contains"]);

export function hasCase(value: string): boolean {
  return value.toLowerCase() !== value.toUpperCase();
}

function folded(operator: string, left: Expression, right: TextExpression): Expression {
  if (!hasCase(right.value)) return operation(operator, left, right);
  // How a function of an element is tested is not documented.
  if (left.kind === "keyword") return ofElement(operator, left, right.value);
  return operation(operator, call("lowercase", left), { ...right, value: right.value.toLowerCase() });
}

function foldedList(left: Expression, items: readonly Expression[]): Expression {
  const texts = items.flatMap((item) => (item.kind === "text" ? [item] : []));
  if (texts.length < items.length || !texts.some(({ value }) => hasCase(value)))
    return operation("in", left, list(items));
  if (left.kind === "keyword")
    return operation("or", ...texts.map(({ value }) => ofElement("=", left, value)));
  const lower = [...new Set(texts.map(({ value }) => value.toLowerCase()))];
  return operation("in", call("lowercase", left), list(lower.map((value) => text(value))));
}

function ofElement(operator: string, element: Expression, value: string): Expression {
  const inside = operator === "contains" ? `*${value}*` : value;
  const parts = inside
    .split("*")
    .flatMap((part, index) => [
      ...(index === 0 ? [] : [{ kind: "any" } as const]),
      ...(part === "" ? [] : [{ kind: "text", text: part } as const]),
    ]);
  const test = wholeRegex(element, parts, false);
  return operator === "!=" ? operation("not", test) : test;
}
