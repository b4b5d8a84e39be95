import type { EvaluationContext } from "../evaluate/context.js";
import { compilePredicate } from "../evaluate/expression.js";
import type { Call, Compare, Literal, Match, OneOf, ScalarExpression } from "../plan/expression.js";
import { separatorsOf } from "../plan/functions/path-separators.js";
import { foldConstants } from "../plan/simplify/fold-constants.js";
import { complement, hasCase, union, type CodeRange } from "../regex/character-sets.js";
import { charactersOfGroup } from "../regex/characters-of-group.js";

/** What is known of the values of an expression, over all rows. */
export interface PossibleValues {
  readonly missing: boolean;
  /** The literals that it can give; `undefined` where it can give others too. */
  readonly literals: readonly Literal[] | undefined;
  /** Beside the literals, any text of these characters. */
  readonly characters: readonly CodeRange[];
}

export const anyValue: PossibleValues = { missing: true, literals: undefined, characters: [] };

export const noValue: PossibleValues = { missing: true, literals: [], characters: [] };

/** What is known of a field, or of a column of the target. */
export type KnownFields = (name: string) => PossibleValues;

/** The values that an expression can give, where `known` tells of the fields or columns that it reads. */
export function possibleValues(expression: ScalarExpression, known: KnownFields): PossibleValues {
  switch (expression.kind) {
    case "literal": {
      const missing = expression.value === null;
      return { missing, literals: missing ? [] : [expression], characters: [] };
    }
    case "field":
    case "column":
      return known(expression.name);
    case "case": {
      const { arms, otherwise } = expression;
      const results = [...arms.map(({ then }) => then), ...(otherwise === undefined ? [] : [otherwise])];
      const chosen = together(results.map((result) => possibleValues(result, known)));
      return { ...chosen, missing: chosen.missing || otherwise === undefined };
    }
    case "call": {
      const characters = charactersOf(expression);
      if (characters !== undefined) return { missing: true, literals: [], characters };
      if (expression.function !== "coalesce") return valuesOfCall(expression, known) ?? anyValue;
      const tried = expression.arguments.map((argument) => possibleValues(argument, known));
      return { ...together(tried), missing: tried.every(({ missing }) => missing) };
    }
    default:
      return anyValue;
  }
}

/** The results of a call over each value that its first argument can have, where they are known before any event is. */
function valuesOfCall(call: Call, known: KnownFields): PossibleValues | undefined {
  const [first, ...rest] = call.arguments;
  if (first === undefined || rest.some(({ kind }) => kind !== "literal")) return undefined;
  const { missing, literals, characters } = possibleValues(first, known);
  if (literals === undefined || characters.length > 0) return undefined;
  const results = literals.map((value) => foldConstants({ ...call, arguments: [value, ...rest] }));
  const texts = results.filter((result) => result.kind === "literal");
  if (texts.length < results.length) return undefined;
  const given = texts.filter(({ value }) => value !== null);
  return { missing: missing || given.length < texts.length, literals: given, characters: [] };
}

/** The only characters of the text that a call gives, as far as that is known. */
function charactersOf(call: Call): readonly CodeRange[] | undefined {
  const separators = separatorsOf(call.function);
  // What the last part of a path can have.
  if (separators !== undefined)
    return complement(separators.map((text) => ({ from: codeOf(text), to: codeOf(text) })));
  if (call.function !== "regex_capture") return undefined;
  const [, pattern, group] = call.arguments;
  if (pattern?.kind !== "literal" || group?.kind !== "literal") return undefined;
  return charactersOfGroup(String(pattern.value), String(group.value));
}

/** What is known of a value that is one of several. */
export function together(options: readonly PossibleValues[]): PossibleValues {
  const literals = options.map((option) => option.literals).filter((option) => option !== undefined);
  return {
    missing: options.some(({ missing }) => missing),
    literals: literals.length < options.length ? undefined : literals.flat(),
    characters: union(options.flatMap(({ characters }) => characters)),
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
      const { literals, characters } = possibleValues(predicate.value, known);
      return literals?.length === 0 && characters.length === 0;
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
  const { literals, characters } = possibleValues(test.kind === "compare" ? test.left : test.value, known);
  if (literals === undefined || (characters.length > 0 && canPass(test, characters))) return false;
  return !literals.some((value) => passes(test, value, context));
}

function passes(test: Test, value: Literal, context: EvaluationContext): boolean {
  const asked: Test = test.kind === "compare" ? { ...test, left: value } : { ...test, value };
  return compilePredicate(asked, context)(new Map()) === true;
}

/** A text equals none that has a character which it cannot have, and matches no pattern that asks for one. */
function canPass(test: Test, characters: readonly CodeRange[]): boolean {
  switch (test.kind) {
    case "compare":
      return test.operator !== "=" || test.right.kind !== "literal" || canHave(test.right.value, characters);
    case "one-of":
      return test.options.some(({ value }) => canHave(value, characters));
    case "match": {
      const { pattern } = test;
      if (pattern.kind === "regex" || pattern.kind === "network") return true;
      return pattern.parts.every((part) => part.kind !== "text" || canHave(part.text, characters));
    }
    default:
      return test satisfies never;
  }
}

/** A letter may be met in its other case. */
function canHave(value: Literal["value"], characters: readonly CodeRange[]): boolean {
  if (typeof value !== "string") return true;
  return [...value].every((character) => {
    const code = codeOf(character);
    return hasCase(code) || characters.some(({ from, to }) => from <= code && code <= to);
  });
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
