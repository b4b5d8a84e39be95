import type { Call, Case, Literal, ScalarExpression } from "../../../plan/expression.js";
import { mayBeEmpty } from "../../../plan/may-be-empty.js";
import {
  boolean,
  call as kqlCall,
  name,
  number,
  sameExpression,
  text,
  type Expression,
} from "../../shared/expression.js";
import { isNumeric, kqlTypeOf, type KqlType } from "../kql/types.js";
import { callValue } from "./calls/index.js";
import { asArray } from "./calls/multivalue.js";
import { conditional, convertTo } from "./convert.js";
import { isTrue } from "./predicate.js";
import { certainPresence, computedPresence, lostPresence } from "./presence.js";
import type { Scope } from "./scope.js";
import {
  coalesceArguments,
  coalesced,
  filled,
  missingValue,
  valueOf,
  type Choices,
  type KqlValue,
} from "./value.js";

/** The value of an expression over one row. What KQL cannot hold is reported. */
export function scalar(expression: ScalarExpression, scope: Scope): KqlValue {
  switch (expression.kind) {
    case "field":
      return scope.value(expression);
    case "column":
      return valueOf(name(scope.session.columnOf(expression.name)), kqlTypeOf(expression.type));
    case "literal":
      return literalValue(expression);
    case "case":
      return withEmptyTexts(expression, caseValue(expression, scope), scope);
    case "call":
      return withEmptyTexts(expression, callValue(expression, scope), scope);
    case "and":
    case "or":
    case "not":
    case "compare":
    case "one-of":
    case "match":
    case "term":
    case "is-present":
      return valueOf(isTrue(expression, scope), "bool", { nullable: false });
  }
}

/** Notes that a computed text may be empty, and how it is told which rows have it. */
function withEmptyTexts(expression: Case | Call, value: KqlValue, scope: Scope): KqlValue {
  const { presence: _, emptyElements: __, ...plain } = value;
  if (scope.ofTable || !mayBeEmpty(expression, (field) => scope.mayBeEmpty(field))) return plain;
  if (value.multivalue) return { ...plain, emptyElements: true };
  const lost = lostPresence(expression.span, scope.session);
  return { ...plain, presence: value.type === "string" ? computedPresence(expression, scope) : lost };
}

function literalValue({ value }: Literal): KqlValue {
  if (value === null) return missingValue();
  if (typeof value === "number")
    return valueOf(number(value), Number.isInteger(value) ? "long" : "real", { nullable: false });
  if (typeof value === "boolean") return valueOf(boolean(value), "bool", { nullable: false });
  if (value !== "") return valueOf(text(value), "string", { meaning: "text", nullable: false });
  return valueOf(text(""), "string", { meaning: "text", presence: certainPresence(boolean(true)) });
}

function caseValue(expression: Case, scope: Scope): KqlValue {
  const arms = expression.arms.map(({ when, then }) => ({
    when: isTrue(when, scope),
    then: filled(scalar(then, scope)),
  }));
  const otherwise =
    expression.otherwise === undefined ? undefined : filled(scalar(expression.otherwise, scope));
  const values = [...arms.map(({ then }) => then), ...(otherwise === undefined ? [] : [otherwise])];
  const several = values.some(({ multivalue }) => multivalue);
  const type = several ? "dynamic" : commonType(values);
  const inType = (value: KqlValue): KqlValue =>
    several ? arrayOrMissing(value) : sameTypeOrMissing(type, value);
  const converted = values.map(inType);
  const last = otherwise === undefined ? missingValue(type) : inType(otherwise);
  const tail = several ? singleTail(arms, otherwise) : undefined;
  const choices = expression.otherwise === undefined ? choicesOf(arms) : undefined;
  const meanings = new Set(values.filter((value) => !isMissing(value)).map(({ meaning }) => meaning));
  const [meaning = "unknown"] = meanings;
  const shown = arms.slice(0, tail?.from).map(({ when, then }) => ({ when, then: inType(then).expression }));
  return valueOf(conditional(shown, tail?.array ?? last.expression), type, {
    meaning: meanings.size === 1 ? meaning : "unknown",
    nullable: otherwise === undefined || converted.some(({ nullable }) => nullable),
    multivalue: several,
    ...(choices === undefined ? {} : { choices }),
  });
}

interface Arm {
  readonly when: Expression;
  readonly then: KqlValue;
}

/**
 * The last branches of a choice of arrays as one array of the one value that they choose, where each of them is sure to
 * have one text: the array, and the text that all fall back on, are written once.
 */
function singleTail(
  arms: readonly Arm[],
  otherwise: KqlValue | undefined,
): { readonly from: number; readonly array: Expression } | undefined {
  const isSingle = (value: KqlValue): boolean =>
    !value.multivalue && !value.nullable && value.type === "string" && value.format === undefined;
  if (otherwise === undefined || !isSingle(otherwise)) return undefined;
  const from = arms.findLastIndex(({ then }) => !isSingle(then)) + 1;
  if (arms.length - from < 2) return undefined;
  const chosen = chosenText(arms.slice(from), otherwise);
  return { from, array: kqlCall("pack_array", chosen) };
}

/** A choice of texts; the one that they all fall back on stands behind the choice. */
function chosenText(arms: readonly Arm[], otherwise: KqlValue): Expression {
  const fallback = otherwise.expression;
  const before = arms.map(({ then: { expression } }) => {
    const [last, ...rest] = [...(coalesceArguments(expression) ?? [])].reverse();
    return last !== undefined && sameExpression(last, fallback) ? coalesced(rest.reverse()) : undefined;
  });
  const isShared = fallback.kind === "text" && before.filter((each) => each !== undefined).length > 1;
  if (!isShared)
    return conditional(
      arms.map(({ when, then }) => ({ when, then: then.expression })),
      fallback,
    );
  const chosen = arms.map(({ when, then }, index) => ({ when, then: before[index] ?? then.expression }));
  return coalesced([conditional(chosen, text("")), fallback]);
}

/** Where one branch holds several values, the others are arrays too: an array as text is no value of the search. */
function arrayOrMissing(value: KqlValue): KqlValue {
  if (isMissing(value) && value.presence === undefined) return missingValue("dynamic");
  return { ...value, expression: asArray(value), type: "dynamic", multivalue: true };
}

/** Arms that ask one column for different texts, and give a word each. */
function choicesOf(
  arms: readonly { readonly when: Expression; readonly then: KqlValue }[],
): Choices | undefined {
  const options = arms.map(({ when, then }) => {
    if (when.kind !== "operation" || when.operator !== "=~") return undefined;
    const [of, value] = when.operands;
    if (of?.kind !== "name" || value?.kind !== "text" || then.expression.kind !== "text") return undefined;
    return { of, value: value.value, word: then.expression.value };
  });
  const known = options.flatMap((option) => option ?? []);
  const [first] = known;
  const values = new Set(known.map(({ value }) => value.toLowerCase()));
  if (first === undefined || known.length < arms.length || values.size < arms.length) return undefined;
  return known.every(({ of }) => of.name === first.of.name) ? { of: first.of, options: known } : undefined;
}

/** The type that all values can have: that of each, a number type for numbers, else text. */
export function commonType(values: readonly KqlValue[]): KqlType {
  const types = new Set(values.filter((value) => !isMissing(value)).map(typeOfValue));
  const [first = "string", ...more] = types;
  if (more.length === 0) return first;
  return [...types].every(isNumeric) ? "real" : "string";
}

function typeOfValue(value: KqlValue): KqlType {
  return value.format === undefined ? value.type : "string";
}

function isMissing({ expression }: KqlValue): boolean {
  return expression.kind === "text" && expression.value === "";
}

/** The value in a type; a literal missing text becomes a missing value of it. */
export function sameTypeOrMissing(type: KqlType, value: KqlValue): KqlValue {
  return isMissing(value) ? missingValue(type) : convertTo(type, value);
}
