import type { Call, ColumnReference, CompareOperator, ScalarExpression } from "../../../plan/expression.js";
import { boolean, list, name, operation, type Expression } from "../../shared/expression.js";
import { disjunction } from "../../shared/truth.js";

export const mirrored: Readonly<Record<CompareOperator, CompareOperator>> = {
  "=": "=",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

export function listed(column: ColumnReference, options: readonly Expression[]): Expression {
  const [only] = options;
  if (only === undefined) return boolean(false);
  return options.length === 1
    ? operation("==", name(column.name), only)
    : operation("in", name(column.name), list(options));
}

export function booleanIn(column: ColumnReference, texts: readonly string[]): Expression {
  const wanted = [true, false].filter((value) =>
    texts.some((option) => option.toLowerCase() === String(value)),
  );
  return disjunction(wanted.map((value) => operation("==", name(column.name), boolean(value))));
}

export function foldedArgument({ function: called, arguments: args }: Call): ScalarExpression | undefined {
  return called === "lower" || called === "upper" ? args[0] : undefined;
}

/** Whether a text can be the result of the case change. */
export function survives({ function: called }: Call, value: string): boolean {
  return value === (called === "lower" ? value.toLowerCase() : value.toUpperCase());
}

/** Whether a pattern asks for letters only in the case that the change leaves. */
export function regexSurvives({ function: called }: Call, source: string): boolean {
  const letters = source.replace(/\\[a-zA-Z]/gu, "").replace(/\(\?[a-zA-Z<=!:]*/gu, "");
  return called === "lower" ? letters === letters.toLowerCase() : letters === letters.toUpperCase();
}
