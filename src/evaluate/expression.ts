import { evaluateDiagnostics } from "../diagnostics/codes/evaluate.js";
import type { Compare, Match, OneOf, Pattern, ScalarExpression, WhenMissing } from "../plan/expression.js";
import { compileCall } from "./call.js";
import { compareValues } from "./comparison.js";
import type { EvaluationContext } from "./context.js";
import { negate, truthOf, type Truth } from "./logic.js";
import { networkTest } from "./network.js";
import { termTest } from "./term.js";
import { isMultivalue, numberOf, singlesOf, textOf, type RowAccess, type Value } from "./value.js";
import { likeTest, wildcardTest } from "./wildcard.js";

/** Computes an expression's value for a row. A form that binds a name does so in the row, and restores it. */
export type Evaluator = (row: RowAccess) => Value;
export type Predicate = (row: RowAccess) => Truth;

/** Turns an expression into a function of a row, once for a whole run. */
export function compileExpression(expression: ScalarExpression, context: EvaluationContext): Evaluator {
  switch (expression.kind) {
    case "field": {
      const { name } = expression;
      return (row) => row.get(name) ?? null;
    }
    case "literal": {
      const { value } = expression;
      return () => value;
    }
    case "case": {
      const arms = expression.arms.map(({ when, then }) => ({
        when: compilePredicate(when, context),
        then: compileExpression(then, context),
      }));
      const { otherwise } = expression;
      const last: Evaluator = otherwise === undefined ? () => null : compileExpression(otherwise, context);
      return (row) => {
        for (const { when, then } of arms) if (when(row) === true) return then(row);
        return last(row);
      };
    }
    case "call":
      return compileCall(expression, context);
    case "and":
    case "or":
    case "not":
    case "compare":
    case "one-of":
    case "match":
    case "term":
    case "is-present":
      return compilePredicate(expression, context);
    case "column":
      throw new Error(`the column ${expression.name} of a target has no value here`);
  }
}

/** Turns a predicate into a function of a row that says true, false, or missing. */
export function compilePredicate(expression: ScalarExpression, context: EvaluationContext): Predicate {
  switch (expression.kind) {
    case "and": {
      const operands = expression.operands.map((operand) => compilePredicate(operand, context));
      return (row) => {
        let result: Truth = true;
        for (const operand of operands) {
          const truth = operand(row);
          if (truth === false) return false;
          if (truth === null) result = null;
        }
        return result;
      };
    }
    case "or": {
      const operands = expression.operands.map((operand) => compilePredicate(operand, context));
      return (row) => {
        let result: Truth = false;
        for (const operand of operands) {
          const truth = operand(row);
          if (truth === true) return true;
          if (truth === null) result = null;
        }
        return result;
      };
    }
    case "not": {
      const operand = compilePredicate(expression.operand, context);
      return (row) => negate(operand(row));
    }
    case "compare":
      return compileCompare(expression, context);
    case "one-of":
      return compileOneOf(expression, context);
    case "match":
      return compileMatch(expression, context);
    case "term": {
      const test = termTest(expression.pattern, expression.quoted, expression.caseSensitive);
      return (row) => singlesOf(row.get("_raw") ?? null).some((single) => test(textOf(single)));
    }
    case "is-present": {
      const value = compileExpression(expression.value, context);
      return (row) => value(row) !== null;
    }
    case "field":
    case "literal":
    case "column":
    case "case":
    case "call": {
      const value = compileExpression(expression, context);
      return (row) => truthOf(value(row));
    }
  }
}

function missing(whenMissing: WhenMissing): Truth {
  return whenMissing === "missing" ? null : false;
}

function compileCompare(expression: Compare, context: EvaluationContext): Predicate {
  const left = compileExpression(expression.left, context);
  const right = compileExpression(expression.right, context);
  const { operator, mode, caseSensitive } = expression;
  const otherwise = missing(expression.whenMissing);
  return (row) => compareValues(left(row), right(row), operator, mode, caseSensitive) ?? otherwise;
}

function compileOneOf(expression: OneOf, context: EvaluationContext): Predicate {
  const { mode, caseSensitive, options } = expression;
  const value = compileExpression(expression.value, context);
  const otherwise = missing(expression.whenMissing);
  // Equal text is equal in every mode but `number`; what remains is compared one by one.
  const texts = new Set<string>();
  const values: Value[] = [];
  for (const { value: option } of options) {
    if (option === null) continue;
    values.push(option);
    if (mode !== "number") texts.add(caseSensitive ? textOf(option) : textOf(option).toLowerCase());
  }
  const numericOptions = values.filter(
    (option) => option !== null && !isMultivalue(option) && numberOf(option) !== undefined,
  );
  return (row) => {
    const input = value(row);
    if (input === null) return otherwise;
    let result: Truth = null;
    for (const single of singlesOf(input)) {
      const text = textOf(single);
      if (texts.has(caseSensitive ? text : text.toLowerCase())) return true;
      if (mode === "text") {
        result = false;
        continue;
      }
      if (numberOf(single) === undefined && mode === "number") continue;
      for (const option of numericOptions)
        if (compareValues(single, option, "=", mode, caseSensitive) === true) return true;
      result = false;
    }
    return result ?? otherwise;
  };
}

function compileMatch(expression: Match, context: EvaluationContext): Predicate {
  const value = compileExpression(expression.value, context);
  const otherwise = missing(expression.whenMissing);
  const test = patternTest(expression, context);
  if (test === undefined) return () => otherwise;
  return (row) => {
    const input = value(row);
    if (input === null) return otherwise;
    if (!isMultivalue(input)) return test(textOf(input));
    let result: Truth = false;
    for (const single of input) {
      const truth = test(textOf(single));
      if (truth === true) return true;
      result ??= truth;
    }
    return result;
  };
}

/** A test of one text; `undefined` when the pattern cannot be used, which has been reported. */
function patternTest(
  { pattern, caseSensitive, span, whenMissing }: Match,
  context: EvaluationContext,
): ((text: string) => Truth) | undefined {
  switch (pattern.kind) {
    case "wildcard":
      return wildcardTest(pattern.parts, caseSensitive);
    case "like":
      return likeTest(pattern.parts, caseSensitive);
    case "network": {
      const test = networkTest(pattern.cidr);
      if (test === undefined)
        context.report(evaluateDiagnostics["network-not-readable"](span, { network: pattern.cidr }));
      return test;
    }
    case "regex":
      return regexTest(pattern, { caseSensitive, span, whenMissing }, context);
  }
}

function regexTest(
  { source }: Extract<Pattern, { kind: "regex" }>,
  { caseSensitive, span, whenMissing }: Pick<Match, "caseSensitive" | "span" | "whenMissing">,
  context: EvaluationContext,
): ((text: string) => Truth) | undefined {
  const regex = context.regex(source, caseSensitive, span);
  if (regex === undefined) return undefined;
  return (text) => context.withinBudget(source, span, () => regex.test(text)) ?? missing(whenMissing);
}
