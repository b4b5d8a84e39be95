import type { ScalarExpression } from "../../../plan/expression.js";
import { boolean, call, type Expression } from "../../shared/expression.js";
import { compareTest } from "./compare.js";
import { conditional } from "./convert.js";
import { allOf, anyOf, negated } from "./logic.js";
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

function test(predicate: ScalarExpression, wanted: Wanted, scope: Scope): Expression {
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
      return conditional(arms, otherwise === undefined ? boolean(false) : test(otherwise, wanted, scope));
    }
    case "term":
      return termTest(predicate, wanted, scope);
    case "field":
    case "column":
    case "call": {
      const value = scalar(predicate, scope);
      if (value.type !== "bool") {
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
