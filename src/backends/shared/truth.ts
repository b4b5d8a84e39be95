import type {
  Compare,
  IsPresent,
  Literal,
  Match,
  OneOf,
  ScalarExpression,
  Term,
} from "../../plan/expression.js";
import { constantTest } from "./constant-test.js";
import { registryDataTest } from "./registry-data.js";
import { boolean, chain, operation, treeOf, type Expression } from "./expression.js";

/**
 * What a translation has to be true for. Plan logic has three values, and the languages differ in what a missing
 * value does under `not`; each of these four questions has an answer that is true or not, whatever they do.
 */
export type Truth = "true" | "not-true" | "false" | "not-false";

/** A test of a value: the leaves of a predicate. */
export type Test = Compare | OneOf | Match;

/** What the translation of predicates has to know of a language. Each gives `undefined` after it reported why not. */
export interface TruthDialect {
  /** True exactly where the test is true; where a value is missing it may be false or unknown, never true. */
  positive(test: Test): Expression | undefined;
  /** Where the value is there (`true`), or missing (`false`). */
  presence(value: ScalarExpression, present: boolean): Expression | undefined;
  /** Whether a value can be several, so that `!=` (any of them differs) is not the opposite of `=`. */
  several(value: ScalarExpression): boolean;
  /** A term, or a truth value that is none of the tests. */
  other(expression: Term | ScalarExpression): Expression | undefined;
  /**
   * Whether tests of computed values (`case`, `coalesce`) are taken apart into tests of their parts, for a language
   * that cannot compute.
   */
  readonly takesApart: boolean;
}

/** Writes where a predicate is true, not true, false or not false. */
export function translateTruth(
  expression: ScalarExpression,
  want: Truth,
  dialect: TruthDialect,
): Expression | undefined {
  switch (expression.kind) {
    case "and":
    case "or": {
      const all = (expression.kind === "and") === (want === "true" || want === "not-false");
      const parts = expression.operands.map((operand) => translateTruth(operand, want, dialect));
      return defined(parts, all ? conjunction : disjunction);
    }
    case "not":
      return translateTruth(expression.operand, opposite[want], dialect);
    case "literal":
      return literalTruth(expression.value, want);
    case "is-present":
      return presenceTruth(expression, want, dialect);
    case "compare":
    case "one-of":
    case "match":
      return testTruth(expression, want, dialect);
    case "case":
      return caseTruth(expression, dialect, (value) => translateTruth(value, want, dialect));
    case "term":
    case "field":
    case "column":
    case "call": {
      const holds = dialect.other(expression);
      if (holds === undefined || want === "true") return holds;
      if (expression.kind === "term") return want === "not-false" ? holds : negation(holds);
      return valueTruth(expression, holds, want, dialect);
    }
    default:
      return expression satisfies never;
  }
}

const opposite: Readonly<Record<Truth, Truth>> = {
  true: "false",
  false: "true",
  "not-true": "not-false",
  "not-false": "not-true",
};

function literalTruth(value: Literal["value"], want: Truth): Expression {
  if (value === null) return boolean(want === "not-true" || want === "not-false");
  return boolean((value === true) === (want === "true" || want === "not-false"));
}

function presenceTruth({ value }: IsPresent, want: Truth, dialect: TruthDialect): Expression | undefined {
  const present = want === "true" || want === "not-false";
  return presence(value, present, dialect);
}

function presence(value: ScalarExpression, present: boolean, dialect: TruthDialect): Expression | undefined {
  if (value.kind === "literal") return boolean((value.value !== null) === present);
  if (!dialect.takesApart) return dialect.presence(value, present);
  if (value.kind === "case") return caseTruth(value, dialect, (part) => presence(part, present, dialect));
  if (value.kind === "call" && value.function === "coalesce")
    return defined(
      value.arguments.map((argument) => presence(argument, present, dialect)),
      present ? disjunction : conjunction,
    );
  return dialect.presence(value, present);
}

/** A case whose arms have been tested: the first arm with a true condition counts, so the arms exclude each other. */
function caseTruth(
  expression: Extract<ScalarExpression, { kind: "case" }>,
  dialect: TruthDialect,
  tested: (value: ScalarExpression) => Expression | undefined,
): Expression | undefined {
  const earlier: Expression[] = [];
  const options: (Expression | undefined)[] = [];
  for (const { when, then } of expression.arms) {
    const taken = translateTruth(when, "true", dialect);
    const passed = translateTruth(when, "not-true", dialect);
    const result = tested(then);
    if (taken === undefined || passed === undefined || result === undefined) return undefined;
    options.push(conjunction([...earlier, taken, result]));
    earlier.push(passed);
  }
  const otherwise = tested(expression.otherwise ?? { kind: "literal", value: null, span: expression.span });
  if (otherwise === undefined) return undefined;
  return defined([...options, conjunction([...earlier, otherwise])], disjunction);
}

function testTruth(test: Test, want: Truth, dialect: TruthDialect): Expression | undefined {
  const kept = registryDataTest(test);
  if (kept !== undefined) return translateTruth(kept, want, dialect);
  const filled = filledTruth(test, want, dialect);
  if (filled !== "whole") return filled;
  const whole = keptTest(test, want);
  if (whole !== undefined) return testTruth(whole, want, dialect);
  if (dialect.takesApart) {
    const apart = takenApart(test, (part) => testTruth(part, want, dialect), dialect);
    if (apart !== "whole") return apart;
  }
  if (test.kind === "compare" && test.operator === "!=" && !valuesOf(test).some(dialect.several))
    return inequalityTruth(test, want, dialect);
  if (valuesOf(test).some((value) => value.kind === "literal" && value.value === null))
    return literalTruth(test.whenMissing === "false" ? false : null, want);
  const holds = dialect.positive(test);
  if (holds === undefined || holds.kind === "boolean")
    return holds && constantTruth(holds.value, test, want, dialect);
  if (want === "true" || (want === "not-false" && test.whenMissing === "false")) return holds;
  const asksForFalse = want === "false" && test.whenMissing === "missing";
  if (asksForFalse) return around(test, true, negation(holds), dialect);
  return around(test, false, want === "not-false" ? holds : negation(holds), dialect);
}

/**
 * A test of a value that has a text in place of nothing: what the test says of that text is known now, so that the
 * query asks only for the value.
 */
function filledTruth(test: Test, want: Truth, dialect: TruthDialect): Expression | undefined | "whole" {
  const [value, put] = subjectOf(test);
  if (value?.kind !== "call" || value.function !== "coalesce" || value.arguments.length !== 2) return "whole";
  const [written, fill] = value.arguments;
  if (written === undefined || fill?.kind !== "literal" || fill.value === null) return "whole";
  const holds = constantTest(put(fill));
  if (holds === undefined) return "whole";
  const positive = want === "true" || want === "not-false";
  const bare: Test = { ...put(written), whenMissing: "missing" };
  if (holds === positive) return testTruth(bare, positive ? "not-false" : "not-true", dialect);
  return testTruth(bare, positive ? "true" : "false", dialect);
}

/**
 * The test of a value that one text is taken for nothing of (`nullif(a, "-")`), as that of the whole value, where the
 * test would not let that text pass anyway.
 */
function keptTest(test: Test, want: Truth): Test | undefined {
  const [value, put] = subjectOf(test);
  if (value?.kind !== "call" || value.function !== "nullif") return undefined;
  const [whole, absent] = value.arguments;
  if (whole === undefined || absent?.kind !== "literal" || constantTest(put(absent)) !== false)
    return undefined;
  const saysTrue = want === "true" || want === "not-true" || test.whenMissing === "false";
  return saysTrue ? put(whole) : undefined;
}

/** `!=` is true where there are values and they are not equal. */
function inequalityTruth(test: Compare, want: Truth, dialect: TruthDialect): Expression | undefined {
  const equality: Compare = { ...test, operator: "=", whenMissing: "missing" };
  if (test.whenMissing === "missing") return testTruth(equality, opposite[want], dialect);
  return testTruth(equality, want === "true" || want === "not-false" ? "false" : "not-false", dialect);
}

/** A test whose answer does not depend on the value still depends on there being one. */
function constantTruth(
  value: boolean,
  test: Test,
  want: Truth,
  dialect: TruthDialect,
): Expression | undefined {
  const literal = boolean(value);
  if (want === "true") return value ? around(test, true, literal, dialect) : literal;
  if (want === "not-true") return value ? around(test, false, boolean(false), dialect) : boolean(true);
  if (test.whenMissing === "false")
    return constantTruth(value, test, want === "false" ? "not-true" : "true", dialect);
  return want === "false"
    ? around(test, true, boolean(!value), dialect)
    : around(test, false, literal, dialect);
}

/** `present and holds`, or `missing or holds`, over every value of the test. */
function around(
  test: Test,
  present: boolean,
  holds: Expression,
  dialect: TruthDialect,
): Expression | undefined {
  const guards = valuesOf(test).map((value) => presence(value, present, dialect));
  return defined([...guards, holds], present ? conjunction : disjunction);
}

function valueTruth(
  value: ScalarExpression,
  holds: Expression,
  want: Truth,
  dialect: TruthDialect,
): Expression | undefined {
  const guard = presence(value, want === "false", dialect);
  const result = want === "not-false" ? holds : negation(holds);
  return defined([guard, result], want === "false" ? conjunction : disjunction);
}

function valuesOf(test: Test): readonly ScalarExpression[] {
  return test.kind === "compare" ? [test.left, test.right] : [test.value];
}

/** The test of a `case` or `coalesce` as tests of its parts; `whole` when it has none. */
function takenApart(
  test: Test,
  tested: (part: Test) => Expression | undefined,
  dialect: TruthDialect,
): Expression | undefined | "whole" {
  const [value, put] = subjectOf(test);
  if (value === undefined) return "whole";
  if (value.kind === "case") return caseTruth(value, dialect, (part) => tested(put(part)));
  if (value.kind !== "call" || value.function !== "coalesce") return "whole";
  const missing: Expression[] = [];
  const options: (Expression | undefined)[] = [];
  for (const [index, argument] of value.arguments.entries()) {
    const last = index === value.arguments.length - 1;
    const result = tested(put(argument));
    const present = last ? boolean(true) : presence(argument, true, dialect);
    const absent = presence(argument, false, dialect);
    if (result === undefined || present === undefined || absent === undefined) return undefined;
    options.push(conjunction([...missing, present, result]));
    missing.push(absent);
  }
  return defined(options, disjunction);
}

function subjectOf(test: Test): readonly [ScalarExpression | undefined, (part: ScalarExpression) => Test] {
  if (test.kind !== "compare") return [test.value, (value) => ({ ...test, value })];
  if (test.right.kind === "literal") return [test.left, (left) => ({ ...test, left })];
  if (test.left.kind === "literal") return [test.right, (right) => ({ ...test, right })];
  return [undefined, () => test];
}

function defined(
  parts: readonly (Expression | undefined)[],
  combine: (parts: readonly Expression[]) => Expression,
): Expression | undefined {
  return parts.every((part) => part !== undefined) ? combine(parts) : undefined;
}

/** All of them; constants fold, and what is said twice is said once. */
export function conjunction(operands: readonly Expression[]): Expression {
  return folded("and", operands, true);
}

/** Any of them. */
export function disjunction(operands: readonly Expression[]): Expression {
  return folded("or", operands, false);
}

function folded(operator: "and" | "or", operands: readonly Expression[], neutral: boolean): Expression {
  const kept = new Map<string, Expression>();
  for (const operand of operands) {
    const flat = operand.kind === "operation" && operand.operator === operator ? operand.operands : [operand];
    for (const part of flat)
      if (part.kind !== "boolean") kept.set(treeOf(part), part);
      else if (part.value !== neutral) return part;
  }
  return kept.size === 0 ? boolean(neutral) : chain(operator, [...kept.values()]);
}

export function negation(operand: Expression): Expression {
  if (operand.kind === "boolean") return boolean(!operand.value);
  if (operand.kind === "operation" && operand.operator === "not") {
    const [inner] = operand.operands;
    if (inner !== undefined) return inner;
  }
  return operation("not", operand);
}
