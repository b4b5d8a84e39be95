import type { CompareOperator, ComparisonMode } from "../plan/expression.js";
import { compareText, isMultivalue, numberOf, textOf, type Single, type Value } from "./value.js";

/** How text is folded where case does not count. */
export function fold(text: string): string {
  return text.toLowerCase();
}

/**
 * Orders two single values: negative, zero or positive; `undefined` when the mode asks for numbers and one is none.
 *
 * "Comparison and Conditional functions": two numbers or two strings are compared; a field's text counts as a number
 * where it reads as one. What a number against other text gives is not documented: `number` makes it missing.
 */
export function compareSingles(
  left: Single,
  right: Single,
  mode: ComparisonMode,
  caseSensitive: boolean,
): number | undefined {
  if (mode !== "text") {
    const a = numberOf(left);
    const b = a === undefined && mode === "auto" ? undefined : numberOf(right);
    if (a !== undefined && b !== undefined) return a - b;
    if (mode === "number") return undefined;
  }
  const a = textOf(left);
  const b = textOf(right);
  return caseSensitive ? compareText(a, b) : compareText(fold(a), fold(b));
}

/** Whether an order satisfies an operator. */
export function satisfies(order: number, operator: CompareOperator): boolean {
  switch (operator) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

/** Compares two columns: true when any pair of their values satisfies the operator, `null` when none can be compared. */
export function compareValues(
  left: Value,
  right: Value,
  operator: CompareOperator,
  mode: ComparisonMode,
  caseSensitive: boolean,
): boolean | null {
  if (left === null || right === null) return null;
  if (!isMultivalue(left) && !isMultivalue(right)) {
    const order = compareSingles(left, right, mode, caseSensitive);
    return order === undefined ? null : satisfies(order, operator);
  }
  let result: boolean | null = null;
  for (const a of isMultivalue(left) ? left : [left])
    for (const b of isMultivalue(right) ? right : [right]) {
      const order = compareSingles(a, b, mode, caseSensitive);
      if (order === undefined) continue;
      if (satisfies(order, operator)) return true;
      result = false;
    }
  return result;
}
