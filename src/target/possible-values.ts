import type { EvaluationContext } from "../evaluate/context.js";
import { compilePredicate } from "../evaluate/expression.js";
import type { Compare, Literal, Match, OneOf, ScalarExpression } from "../plan/expression.js";

/** What is known of the values of an expression, over all rows. */
export interface PossibleValues {
  readonly missing: boolean;
  /** The literals that it can give; `undefined` where it can give others too. */
  readonly literals: readonly Literal[] | undefined;
  /** Beside the literals, any text without a path separator. */
  readonly segment: boolean;
}

export const anyValue: PossibleValues = { missing: true, literals: undefined, segment: false };

export const noValue: PossibleValues = { missing: true, literals: [], segment: false };

/** What is known of a field. */
export type KnownFields = (field: string) => PossibleValues;

/** The values that an expression can give, where `known` tells of the fields that it reads. */
export function possibleValues(expression: ScalarExpression, known: KnownFields): PossibleValues {
  switch (expression.kind) {
    case "literal": {
      const missing = expression.value === null;
      return { missing, literals: missing ? [] : [expression], segment: false };
    }
    case "field":
      return known(expression.name);
    case "case": {
      const { arms, otherwise } = expression;
      const results = [...arms.map(({ then }) => then), ...(otherwise === undefined ? [] : [otherwise])];
      const chosen = together(results.map((result) => possibleValues(result, known)));
      return { ...chosen, missing: chosen.missing || otherwise === undefined };
    }
    case "call": {
      if (expression.function === "base_name") return { missing: true, literals: [], segment: true };
      if (expression.function !== "coalesce") return anyValue;
      const tried = expression.arguments.map((argument) => possibleValues(argument, known));
      return { ...together(tried), missing: tried.every(({ missing }) => missing) };
    }
    default:
      return anyValue;
  }
}

/** What is known of a value that is one of several. */
export function together(options: readonly PossibleValues[]): PossibleValues {
  const literals = options.map((option) => option.literals).filter((option) => option !== undefined);
  return {
    missing: options.some(({ missing }) => missing),
    literals: literals.length < options.length ? undefined : literals.flat(),
    segment: options.some(({ segment }) => segment),
  };
}

/** Whether a predicate is true for no row, whatever the row holds within what `known` tells of its fields. */
export function isNeverTrue(
  predicate: ScalarExpression,
  known: KnownFields,
  context: EvaluationContext,
): boolean {
  switch (predicate.kind) {
    case "literal":
      return predicate.value !== true;
    case "and":
      return predicate.operands.some((operand) => isNeverTrue(operand, known, context));
    case "or":
      return predicate.operands.every((operand) => isNeverTrue(operand, known, context));
    case "not":
      return (
        predicate.operand.kind === "is-present" && !possibleValues(predicate.operand.value, known).missing
      );
    case "is-present": {
      const { literals, segment } = possibleValues(predicate.value, known);
      return literals?.length === 0 && !segment;
    }
    case "compare":
    case "one-of":
    case "match":
      return testIsNeverTrue(predicate, known, context);
    default:
      return false;
  }
}

type Test = Compare | OneOf | Match;

function testIsNeverTrue(test: Test, known: KnownFields, context: EvaluationContext): boolean {
  if (test.kind === "compare" && test.right.kind !== "literal") return false;
  const { literals, segment } = possibleValues(test.kind === "compare" ? test.left : test.value, known);
  if (literals === undefined || (segment && segmentCanPass(test))) return false;
  return !literals.some((value) => passes(test, value, context));
}

function passes(test: Test, value: Literal, context: EvaluationContext): boolean {
  const asked: Test = test.kind === "compare" ? { ...test, left: value } : { ...test, value };
  return compilePredicate(asked, context)(new Map()) === true;
}

/** A text without a path separator equals none that has one, and matches no pattern that asks for one. */
function segmentCanPass(test: Test): boolean {
  switch (test.kind) {
    case "compare":
      return test.operator !== "=" || test.right.kind !== "literal" || canBeSegment(test.right.value);
    case "one-of":
      return test.options.some(({ value }) => canBeSegment(value));
    case "match": {
      const { pattern } = test;
      if (pattern.kind === "regex" || pattern.kind === "network") return true;
      return pattern.parts.every((part) => part.kind !== "text" || canBeSegment(part.text));
    }
    default:
      return test satisfies never;
  }
}

function canBeSegment(value: Literal["value"]): boolean {
  return typeof value !== "string" || !/[\\/]/u.test(value);
}
