import type { Expression } from "../../shared/expression.js";
import type { SimplifyLanguage } from "../../shared/simplify.js";

const tests: ReadonlySet<string> = new Set([
  "==",
  ":",
  "like",
  "like~",
  "regex",
  "regex~",
  "in",
  "in~",
  "<",
  "<=",
  ">",
  ">=",
]);

function columnOf(expression: Expression | undefined): string | undefined {
  return expression?.kind === "name" ? expression.name.replace(/^\?/u, "") : undefined;
}

function isNull(expression: Expression | undefined): boolean {
  return expression?.kind === "keyword" && expression.word === "null";
}

/** Which conditions of EQL are tests for presence, and which need a value to be there. */
export const simplifyEql: SimplifyLanguage = {
  presence(expression) {
    if (expression.kind !== "operation") return undefined;
    const [left, right] = expression.operands;
    const value = columnOf(left);
    if (value === undefined || !isNull(right)) return undefined;
    if (expression.operator === "==") return { value, present: false };
    return expression.operator === "!=" ? { value, present: true } : undefined;
  },
  needs(expression) {
    if (expression.kind === "template") return columnOf(expression.arguments[0]);
    if (expression.kind !== "operation" || !tests.has(expression.operator)) return undefined;
    const [left, right] = expression.operands;
    return isNull(right) ? undefined : columnOf(left);
  },
  listOperator: (operator) => ([":", "like"].includes(operator) ? operator : undefined),
};
