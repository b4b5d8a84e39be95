import type { Expression } from "../../shared/expression.js";
import type { SimplifyLanguage } from "../../shared/simplify.js";

const tests: ReadonlySet<string> = new Set([
  "=",
  "contains",
  "~=",
  "in",
  "<",
  "<=",
  ">",
  ">=",
  "incidr",
  "incidr6",
]);

const computed: ReadonlySet<Expression["kind"] | undefined> = new Set<Expression["kind"]>([
  "name",
  "operation",
  "template",
]);

function isNull(expression: Expression | undefined): boolean {
  return expression?.kind === "keyword" && expression.word === "null";
}

/** Which conditions of XQL are tests for presence, and which need a value to be there. */
export const simplifyXql: SimplifyLanguage = {
  presence(expression) {
    if (expression.kind !== "operation" || !isNull(expression.operands[1])) return undefined;
    const value = JSON.stringify(expression.operands[0]);
    if (expression.operator === "=") return { value, present: false };
    return expression.operator === "!=" ? { value, present: true } : undefined;
  },
  needs(expression) {
    if (expression.kind !== "operation" || !tests.has(expression.operator)) return undefined;
    const [value, other] = expression.operands;
    // What the product says of two fields without a value is not documented.
    const ofFields = expression.operator === "=" && computed.has(other?.kind);
    return ofFields || isNull(other) ? undefined : JSON.stringify(value);
  },
  listOperator: (operator) => (operator === "=" || operator === "in" ? "in" : undefined),
};
