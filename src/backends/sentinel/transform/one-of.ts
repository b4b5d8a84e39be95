import type { Compare, OneOf } from "../../../plan/expression.js";
import { list, number, operation, text, type Expression } from "../../shared/expression.js";
import { isNumeric } from "../kql/types.js";
import { compareTest, requireComparable } from "./compare.js";
import { passesWhenMissing } from "./comparison-operators.js";
import { isNumberText } from "./convert.js";
import { allOf, anyOf } from "./logic.js";
import type { Wanted } from "./predicate.js";
import type { Scope } from "./scope.js";
import { scalar } from "./scalar.js";
import { absent, present, type KqlValue } from "./value.js";

/** The test that a value is one of several literals, or that it is none of them. */
export function oneOfTest(test: OneOf, wanted: Wanted, scope: Scope): Expression {
  const compares = test.options.map((option): Compare => ({
    kind: "compare",
    operator: "=",
    left: test.value,
    right: option,
    mode: test.mode,
    caseSensitive: test.caseSensitive,
    whenMissing: test.whenMissing,
    span: test.span,
  }));
  const value = scalar(test.value, scope);
  requireComparable(value, test.span, scope);
  const literals = listed(test, value);
  if (literals === undefined) {
    const parts = compares.map((compare) => compareTest(compare, wanted, scope));
    return wanted === "true" ? anyOf(parts) : allOf(parts);
  }
  const { nullable } = value.fill === undefined ? value : { nullable: false };
  const { expression } = literals;
  const missingPasses = passesWhenMissing(test, wanted);
  if (wanted === "true") return operation(literals.operator, expression, list(literals.items));
  const outside = operation(`!${literals.operator}`, expression, list(literals.items));
  if (!nullable) return outside;
  if (missingPasses) return value.type === "string" ? outside : anyOf([absent(value), outside]);
  return allOf([present(value), outside]);
}

/** The literals as a list for `in`, where one operator holds for all of them. */
function listed(
  test: OneOf,
  value: KqlValue,
):
  | { readonly expression: Expression; readonly operator: string; readonly items: readonly Expression[] }
  | undefined {
  if (value.multivalue || test.options.length < 2) return undefined;
  const literals = test.options.map((option) => option.value);
  if (literals.some((literal) => literal === null || literal === "" || typeof literal === "boolean"))
    return undefined;
  const texts = literals.map(String);
  if (value.fill !== undefined && texts.some((each) => each.toLowerCase() === value.fill?.toLowerCase()))
    return undefined;
  const numbers = texts.every(isNumberText) && test.mode !== "text";
  if (isNumeric(value.type) && numbers)
    return { expression: value.expression, operator: "in", items: texts.map((each) => number(Number(each))) };
  if (value.type !== "string" || value.format !== undefined) return undefined;
  if (numbers && value.meaning === "number")
    return {
      expression: value.expression,
      operator: "in",
      items: texts.map((each) => text(String(Number(each)))),
    };
  if (texts.some(isNumberText) && test.mode !== "text") return undefined;
  const operator = test.caseSensitive ? "in" : "in~";
  return { expression: value.expression, operator, items: texts.map((each) => text(each)) };
}
