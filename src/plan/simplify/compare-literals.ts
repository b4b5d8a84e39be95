import type { CompareOperator, ComparisonMode, Literal } from "../expression.js";

/** What a comparison of two constants gives; `undefined` where it is for the engine to say. */
export function compareLiterals(
  rule: {
    readonly operator: CompareOperator;
    readonly mode: ComparisonMode;
    readonly caseSensitive: boolean;
  },
  left: Literal,
  right: Literal,
): boolean | undefined {
  if (left.value === null || right.value === null) return undefined;
  if (typeof left.value === "boolean" || typeof right.value === "boolean") return undefined;
  const numbers = [left.value, right.value].map(asNumber);
  const [first, second] = numbers;
  const bothNumbers = first !== undefined && second !== undefined;
  if (rule.mode === "number" && !bothNumbers) return undefined;
  if (rule.mode !== "text" && bothNumbers) return holds(rule.operator, first - second);
  const fold = (value: string | number) => (rule.caseSensitive ? String(value) : String(value).toLowerCase());
  return holds(rule.operator, compareText(fold(left.value), fold(right.value)));
}

function asNumber(value: string | number): number | undefined {
  if (typeof value === "number") return value;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu.test(value) ? Number(value) : undefined;
}

/** The order of code points. */
function compareText(left: string, right: string): number {
  const first = [...left];
  const second = [...right];
  for (let index = 0; index < Math.min(first.length, second.length); index++) {
    const difference = (first[index]?.codePointAt(0) ?? 0) - (second[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return first.length - second.length;
}

function holds(operator: CompareOperator, difference: number): boolean {
  switch (operator) {
    case "=":
      return difference === 0;
    case "!=":
      return difference !== 0;
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
  }
}
