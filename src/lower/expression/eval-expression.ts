import type { EvalBinary, EvalExpression, EvalIn, EvalUnary } from "../../../grammar/ast.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { call, conjunction, disjunction, literal, negation } from "../../plan/build/index.js";
import type { ScalarExpression } from "../../plan/expression.js";
import { columnOf } from "../../plan/row-type.js";
import { typeOf } from "../../plan/type-of.js";
import { allOrNone } from "../all-or-none.js";
import { foldConstants } from "../../plan/simplify/fold-constants.js";
import { AbsentFields, isNeverTrue, withoutDeadAlternatives } from "./absent-fields.js";
import { lowerEvalCall } from "./eval-call.js";
import { lowerEvalComparison, lowerMembership, reportMultivalue } from "./eval-comparison.js";
import { lowerFieldOrMissing, reportMissingField } from "./field.js";
import { joinsTexts } from "./joins-texts.js";
import { lowerLike } from "./pattern-call.js";
import type { Span } from "../../source/source-text.js";
import type { EvalScope } from "./eval-scope.js";

/**
 * The meaning of an expression of the eval language: three-valued, with case. Gives `undefined` when an error was
 * reported: a lost field, an unknown function, a wrong number of arguments, a test of several values.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Eval
 */
export function lowerEvalExpression(
  expression: EvalExpression,
  scope: EvalScope,
): ScalarExpression | undefined {
  const { span } = expression;
  switch (expression.kind) {
    case "eval-field":
      // `null` without brackets is a field that no row has: the same value by another way.
      if (expression.name === "null" && !expression.quoted && !scope.row.columns.has("null"))
        return literal(null, span);
      if (
        scope.optional?.has(expression.name) === true &&
        columnOf(scope.row, expression.name) === undefined
      ) {
        reportMissingField(expression.name, span, scope);
        return literal(null, span);
      }
      return lowerFieldOrMissing(expression.name, span, scope);
    case "eval-string":
      return literal(expression.value, span);
    case "eval-number":
      return literal(expression.value, span);
    case "eval-unary":
      return lowerUnary(expression, scope);
    case "eval-binary":
      return lowerBinary(expression, scope);
    case "eval-in":
      return lowerIn(expression, scope);
    case "eval-call":
      return lowerEvalCall(expression, scope, lowerEvalExpression);
    case "eval-subsearch":
      scope.report(lowerDiagnostics["subsearch-in-eval"](span, {}));
      return undefined;
  }
}

/**
 * The meaning of an expression as the value of a column or of an aggregate: a field that no row has counts as missing,
 * unless nothing else is left of the value.
 */
export function lowerValue(expression: EvalExpression, scope: EvalScope): ScalarExpression | undefined {
  const absent = new AbsentFields();
  const written = lowerEvalExpression(expression, { ...scope, absent: absent.add });
  if (!absent.any) return written;
  const value = written === undefined ? undefined : foldConstants(written);
  const lost = value === undefined || (value.kind === "literal" && value.value === null);
  absent.report(scope, lost ? "error" : "warning");
  return lost ? undefined : value;
}

/** The meaning of a condition that keeps rows; a field that no row has is an error where none would be left. */
export function lowerCondition(expression: EvalExpression, scope: EvalScope): ScalarExpression | undefined {
  const absent = new AbsentFields();
  const written = lowerPredicate(expression, { ...scope, absent: absent.add });
  if (!absent.any) return written;
  const condition = written === undefined ? undefined : withoutDeadAlternatives(foldConstants(written));
  const dead = condition === undefined || isNeverTrue(condition);
  absent.report(scope, dead ? "error" : "warning");
  return dead ? undefined : condition;
}

/** The meaning of an expression that has to be true or false; `lower/not-boolean` for any other. */
export function lowerPredicate(expression: EvalExpression, scope: EvalScope): ScalarExpression | undefined {
  const lowered = lowerEvalExpression(expression, scope);
  if (lowered === undefined || isTest(lowered, scope)) return lowered;
  scope.report(lowerDiagnostics["not-boolean"](expression.span, {}));
  return undefined;
}

/** A field that no row has is no test, and no mistake of its own beside that. */
function isTest(expression: ScalarExpression, { row, absent }: EvalScope): boolean {
  const missing = expression.kind === "literal" && expression.value === null;
  return typeOf(expression, row).type === "boolean" || (missing && absent !== undefined);
}

function lowerUnary({ operator, operand, span }: EvalUnary, scope: EvalScope): ScalarExpression | undefined {
  if (operator === "not") {
    const predicate = lowerPredicate(operand, scope);
    return predicate === undefined ? undefined : negation(predicate, span);
  }
  const value = lowerEvalExpression(operand, scope);
  if (value === undefined || operator === "+") return value;
  if (value.kind === "literal" && typeof value.value === "number") return literal(-value.value, span);
  return call("negate", [value], scope.row, span);
}

const arithmetic = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "%": "modulo",
} as const;

function lowerBinary(expression: EvalBinary, scope: EvalScope): ScalarExpression | undefined {
  const { operator, left, right, span } = expression;
  switch (operator) {
    case "and":
    case "or":
    case "xor": {
      const operands = allOrNone([left, right], (operand) => lowerPredicate(operand, scope));
      if (operands === undefined) return undefined;
      if (operator === "xor") return call("xor", operands, scope.row, span);
      return operator === "and" ? conjunction(operands, span) : disjunction(operands, span);
    }
    case "=":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const sides = allOrNone([left, right], (side) => lowerEvalExpression(side, scope));
      const [first, second] = sides ?? [];
      return first === undefined || second === undefined
        ? undefined
        : lowerEvalComparison(operator, first, second, span, scope);
    }
    case "like": {
      const value = lowerEvalExpression(left, scope);
      return value === undefined ? undefined : lowerLike(value, right, span, scope, lowerEvalExpression);
    }
    case ".": {
      const parts = allOrNone([left, right], (side) => lowerEvalExpression(side, scope));
      return parts === undefined || reportMultivalue(parts, span, scope)
        ? undefined
        : joined(parts, span, scope);
    }
    default: {
      const operands = allOrNone([left, right], (side) => lowerEvalExpression(side, scope));
      if (operands === undefined || reportMultivalue(operands, span, scope)) return undefined;
      return operator === "+" && joinsTexts(operands)
        ? joined(operands, span, scope)
        : call(arithmetic[operator], operands, scope.row, span);
    }
  }
}

/** Values one after the other, each as its text. */
function joined(parts: readonly ScalarExpression[], span: Span, scope: EvalScope): ScalarExpression {
  const flat = parts.flatMap((part) =>
    part.kind === "call" && part.function === "concat" ? part.arguments : [part],
  );
  return call("concat", flat, scope.row, span);
}

function lowerIn({ value, options, span }: EvalIn, scope: EvalScope): ScalarExpression | undefined {
  const lowered = allOrNone([value, ...options], (each) => lowerEvalExpression(each, scope));
  const [tested, ...among] = lowered ?? [];
  return tested === undefined ? undefined : lowerMembership(tested, among, span, scope);
}
