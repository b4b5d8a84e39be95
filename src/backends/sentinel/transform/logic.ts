import { boolean, chain, template, type Expression } from "../../shared/expression.js";

/** All of them; what is always true is left out. */
export function allOf(operands: readonly Expression[]): Expression {
  const open = operands.filter((operand) => !isBoolean(operand, true));
  if (open.some((operand) => isBoolean(operand, false))) return boolean(false);
  return open.length === 0 ? boolean(true) : chain("and", open);
}

/** Any of them; what is never true is left out. */
export function anyOf(operands: readonly Expression[]): Expression {
  const open = operands.filter((operand) => !isBoolean(operand, false));
  if (open.some((operand) => isBoolean(operand, true))) return boolean(true);
  return open.length === 0 ? boolean(false) : chain("or", open);
}

/** `not(…)`; only for an expression that is never null. */
export function negated(operand: Expression): Expression {
  return operand.kind === "boolean" ? boolean(!operand.value) : template("not({0})", [operand]);
}

export function isBoolean(expression: Expression, value: boolean): boolean {
  return expression.kind === "boolean" && expression.value === value;
}
