import type { Compare, CompareOperator } from "../../../plan/expression.js";
import { call, number, operation, text, type Expression } from "../../shared/expression.js";
import type { Wanted } from "./predicate.js";

const negations: Readonly<Record<CompareOperator, CompareOperator>> = {
  "=": "!=",
  "!=": "=",
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
};

/** The operator of the same comparison with its sides exchanged. */
export const mirrored: Readonly<Record<CompareOperator, CompareOperator>> = {
  "=": "=",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

/** The test that a comparison is true, or that it is false. */
/** The operator that has to hold for what is wanted, over sides that are there. */
export function wantedOperator(operator: CompareOperator, wanted: Wanted): CompareOperator {
  return wanted === "true" ? operator : negations[operator];
}

/** Whether a row without a value passes: only `search` calls the comparison false there. */
export function passesWhenMissing({ whenMissing }: Pick<Compare, "whenMissing">, wanted: Wanted): boolean {
  return wanted === "false" && whenMissing === "false";
}

/** The operator as KQL writes it. */
export function symbol(operator: CompareOperator): string {
  return operator === "=" ? "==" : operator;
}

/** Texts: equality by operator, order by `strcmp`. */
export function textTest(
  operator: CompareOperator,
  left: Expression,
  right: Expression,
  caseSensitive: boolean,
): Expression {
  if (operator === "=") return operation(caseSensitive ? "==" : "=~", left, right);
  if (operator === "!=") return operation(caseSensitive ? "!=" : "!~", left, right);
  const fold = (side: Expression): Expression =>
    caseSensitive ? side : side.kind === "text" ? text(side.value.toLowerCase()) : call("tolower", side);
  return operation(operator, call("strcmp", fold(left), fold(right)), number(0));
}
