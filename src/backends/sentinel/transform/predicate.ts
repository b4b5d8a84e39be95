import type { Compare, Literal, Match, OneOf, ScalarExpression } from "../../../plan/expression.js";
import { constantTest } from "../../shared/constant-test.js";
import { boolean, call, type Expression } from "../../shared/expression.js";
import { compareTest } from "./compare.js";
import { conditional } from "./convert.js";
import { allOf, anyOf, isBoolean, negated } from "./logic.js";
import { matchTest } from "./match.js";
import { oneOfTest } from "./one-of.js";
import type { Scope } from "./scope.js";
import { scalar } from "./scalar.js";
import { termTest } from "./term.js";
import { absent, present } from "./value.js";

/** Whether a test asks for truth or for falsehood: a missing value is neither. */
export type Wanted = "true" | "false";

/** An expression that is true exactly where the predicate is true, and never null under `not`. */
export function isTrue(predicate: ScalarExpression, scope: Scope): Expression {
  return test(predicate, "true", scope);
}

/** An expression that is true exactly where the predicate is false. */
export function isFalse(predicate: ScalarExpression, scope: Scope): Expression {
  return test(predicate, "false", scope);
}

/** The answer of a test of a field that has one text in all rows of its table; `undefined` for other tests. */
function answerOf(predicate: Compare | OneOf | Match, scope: Scope): boolean | undefined {
  const [field, other] =
    predicate.kind === "compare" ? [predicate.left, predicate.right] : [predicate.value, undefined];
  if (field.kind !== "field" || (other !== undefined && other.kind !== "literal")) return undefined;
  const { expression, comparable, multivalue } = scope.value(field);
  if (expression.kind !== "text" || expression.value === "" || comparable === false || multivalue)
    return undefined;
  const literal: Literal = { kind: "literal", value: expression.value, span: field.span };
  return constantTest(
    predicate.kind === "compare" ? { ...predicate, left: literal } : { ...predicate, value: literal },
  );
}

/** The choice between two tests, one of which is known, as one test. */
function choice(
  arms: readonly { readonly when: Expression; readonly then: Expression }[],
  otherwise: Expression,
): Expression {
  const [only] = arms;
  if (only !== undefined && arms.length === 1) {
    if (isBoolean(only.then, true)) return anyOf([only.when, otherwise]);
    if (isBoolean(otherwise, false)) return allOf([only.when, only.then]);
  }
  return conditional(arms, otherwise);
}

function test(predicate: ScalarExpression, wanted: Wanted, scope: Scope): Expression {
  if (predicate.kind === "compare" || predicate.kind === "one-of" || predicate.kind === "match") {
    const answer = answerOf(predicate, scope);
    if (answer !== undefined) return boolean(answer === (wanted === "true"));
  }
  switch (predicate.kind) {
    case "and":
    case "or": {
      const parts = predicate.operands.map((operand) => test(operand, wanted, scope));
      return (predicate.kind === "and") === (wanted === "true") ? allOf(parts) : anyOf(parts);
    }
    case "not":
      return test(predicate.operand, wanted === "true" ? "false" : "true", scope);
    case "compare":
      return compareTest(predicate, wanted, scope);
    case "one-of":
      return oneOfTest(predicate, wanted, scope);
    case "match":
      return matchTest(predicate, wanted, scope);
    case "is-present": {
      const value = scalar(predicate.value, scope);
      return wanted === "true" ? present(value) : absent(value);
    }
    case "literal":
      return boolean(predicate.value === (wanted === "true"));
    case "case": {
      const arms = predicate.arms.map(({ when, then }) => ({
        when: isTrue(when, scope),
        then: test(then, wanted, scope),
      }));
      const { otherwise } = predicate;
      return choice(arms, otherwise === undefined ? boolean(false) : test(otherwise, wanted, scope));
    }
    case "term":
      return termTest(predicate, wanted, scope);
    case "field":
    case "column":
    case "call": {
      const value = scalar(predicate, scope);
      if (value.type !== "bool") {
        // A test that has no counterpart was refused as such.
        if (predicate.kind === "call" && predicate.type === "boolean") return boolean(true);
        scope.session.unsupported("a value as a predicate", "only a truth value can be one", predicate.span);
        return boolean(true);
      }
      if (wanted === "true") return value.expression;
      return value.nullable
        ? negated(call("coalesce", value.expression, boolean(true)))
        : negated(value.expression);
    }
  }
}
