import { conjunction, disjunction, literal } from "../build/index.js";
import type { Not, ScalarExpression } from "../expression.js";
import { mapExpression } from "../expression-visitor.js";

/**
 * Drops the constants out of `and`, `or` and `not`, lays nested ones flat and removes double negation. Keeps the value
 * in three-valued logic: `missing and false` is false, `missing or true` is true.
 */
export function simplifyLogic(expression: ScalarExpression): ScalarExpression {
  return mapExpression(expression, (part) => {
    switch (part.kind) {
      case "and":
        return simplifyAnd(part.operands, part);
      case "or":
        return simplifyOr(part.operands, part);
      case "not":
        return simplifyNot(part);
      default:
        return part;
    }
  });
}

function simplifyAnd(operands: readonly ScalarExpression[], whole: ScalarExpression): ScalarExpression {
  if (operands.some(isFalse)) return literal(false, whole.span);
  const kept = operands.filter((operand) => !isTrue(operand));
  const flat = kept.some(({ kind }) => kind === "and");
  return kept.length === operands.length && !flat && kept.length > 1 ? whole : conjunction(kept, whole.span);
}

function simplifyOr(operands: readonly ScalarExpression[], whole: ScalarExpression): ScalarExpression {
  if (operands.some(isTrue)) return literal(true, whole.span);
  const kept = operands.filter((operand) => !isFalse(operand));
  const flat = kept.some(({ kind }) => kind === "or");
  return kept.length === operands.length && !flat && kept.length > 1 ? whole : disjunction(kept, whole.span);
}

function simplifyNot(part: Not): ScalarExpression {
  const { operand, span } = part;
  if (operand.kind === "not") return operand.operand;
  if (operand.kind !== "literal") return part;
  if (operand.value === null) return operand;
  return typeof operand.value === "boolean" ? literal(!operand.value, span) : part;
}

export function isTrue(expression: ScalarExpression): boolean {
  return expression.kind === "literal" && expression.value === true;
}

export function isFalse(expression: ScalarExpression): boolean {
  return expression.kind === "literal" && expression.value === false;
}
