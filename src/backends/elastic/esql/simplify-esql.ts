import type { SimplifyLanguage } from "../../shared/simplify.js";

const tests: ReadonlySet<string> = new Set(["==", "LIKE", "RLIKE", "IN", "<", "<=", ">", ">="]);

/** Which conditions of ES|QL are tests for presence, and which need a value to be there. */
export const simplifyEsql: SimplifyLanguage = {
  presence(expression) {
    if (expression.kind !== "operation") return undefined;
    const value = JSON.stringify(expression.operands[0]);
    if (expression.operator === "IS NULL") return { value, present: false };
    return expression.operator === "IS NOT NULL" ? { value, present: true } : undefined;
  },
  needs(expression) {
    if (expression.kind !== "operation" || !tests.has(expression.operator)) return undefined;
    const [left] = expression.operands;
    const lowered =
      left?.kind === "template" && left.template.startsWith("TO_LOWER") ? left.arguments[0] : left;
    return lowered === undefined ? undefined : JSON.stringify(lowered);
  },
  listOperator: (operator) => (operator === "==" || operator === "IN" ? "IN" : undefined),
};
