import type { ValueType } from "../../../plan/row-type.js";
import {
  boolean,
  call,
  keyword,
  name,
  sameExpression,
  template,
  text,
  type Expression,
} from "../../shared/expression.js";
import { kqlTypeFor, type KqlType } from "../kql/types.js";
import { allOf, negated } from "./logic.js";
import type { Presence } from "./presence.js";

/** What stands for a column of the plan: an expression over the columns that the query has at that place. */
export interface KqlValue {
  readonly expression: Expression;
  readonly type: KqlType;
  /** What the log source says of the value: text in a `string` column may be known to be a number. */
  readonly meaning: ValueType;
  /** An array of type `dynamic` with all values. */
  readonly multivalue: boolean;
  /** False where the table spells the value another way, so that a test of it would mislead. */
  readonly comparable?: false;
  /** A row may lack it: an empty text, a null, an empty array. */
  readonly nullable: boolean;
  /** The text that SPL has where the expression gives nothing. */
  readonly fill?: string;
  /** What to ask instead whether a row has the value: it is empty exactly where this is. */
  readonly tested?: Expression;
  /** The text may be empty where a row has it, and this tells which rows do. */
  readonly presence?: Presence;
  /** Values of the array may be empty texts. */
  readonly emptyElements?: true;
  /** The number, and 0 where the row has none. */
  readonly orZero?: Expression;
  /** The value is a word for each of some values of another. */
  readonly choices?: Choices;
  /** The values stand in the elements of an array, and a stage has to collect them. */
  readonly elements?: Elements;
  /** The number is known to have no fraction. */
  readonly whole?: true;
  /** The expression is a time, and the column shows it in this format of `strftime`. */
  readonly format?: string;
}

export interface Choices {
  /** Compared without case. */
  readonly of: Expression;
  readonly options: readonly { readonly value: string; readonly word: string }[];
}

export interface Elements {
  readonly array: Expression;
  /** The path from an element to the value; arrays in it divide it. */
  readonly steps: readonly (readonly string[])[];
}

export function valueOf(
  expression: Expression,
  type: KqlType,
  options: Partial<Omit<KqlValue, "expression" | "type">> = {},
): KqlValue {
  return { expression, type, meaning: meaningOf(type), multivalue: false, nullable: true, ...options };
}

export function columnValue(column: string, like: KqlValue, kept?: Presence): KqlValue {
  const { tested: _, orZero: __, presence, ...rest } = like;
  const now = kept ?? presence?.lost();
  return { ...rest, ...(now === undefined ? {} : { presence: now }), expression: name(column) };
}

function meaningOf(type: KqlType): ValueType {
  switch (type) {
    case "int":
    case "long":
    case "real":
    case "decimal":
      return "number";
    case "bool":
      return "boolean";
    case "datetime":
      return "time";
    default:
      return "unknown";
  }
}

/** A missing value of a type: KQL has no null of type `string`. */
export function missing(type: KqlType): Expression {
  return type === "string" ? text("") : keyword(`${type}(null)`);
}

export function missingValue(type: KqlType = "string"): KqlValue {
  return valueOf(missing(type), type);
}

/** The test that a row has the value. */
export function present(value: KqlValue): Expression {
  if (!value.nullable || value.fill !== undefined) return boolean(true);
  if (value.multivalue) return template("array_length({0}) > 0", [value.expression], comparisonPrecedence);
  if (value.presence !== undefined) return value.presence.test();
  const asked = value.tested ?? value.expression;
  if (value.type === "string") return call("isnotempty", asked);
  const [when, then, otherwise] = argumentsOf("iff", asked) ?? [];
  return when !== undefined && then !== undefined && isMissing(otherwise, value.type)
    ? allOf([when, call("isnotnull", then)])
    : call("isnotnull", asked);
}

/** The arguments of a call of a function; `undefined` for anything else. */
function argumentsOf(called: string, expression: Expression): readonly Expression[] | undefined {
  const isCall = expression.kind === "template" && expression.template === `${called}({*})`;
  return isCall ? expression.arguments : undefined;
}

function isMissing(expression: Expression | undefined, type: KqlType): boolean {
  return expression !== undefined && sameExpression(expression, missing(type));
}

/** The test that a row lacks the value. */
export function absent(value: KqlValue): Expression {
  if (!value.nullable || value.fill !== undefined) return boolean(false);
  if (value.multivalue)
    return template("coalesce(array_length({0}), 0) == 0", [value.expression], comparisonPrecedence);
  if (value.presence !== undefined) return negated(value.presence.test());
  return call(value.type === "string" ? "isempty" : "isnull", value.tested ?? value.expression);
}

const comparisonPrecedence = 4;

/** The value with its fill put in, as a text. */
export function filled(value: KqlValue): KqlValue {
  const { fill, ...rest } = value;
  if (fill === undefined || !value.nullable) return rest;
  const shown = value.type === "string" ? value.expression : call("tostring", value.expression);
  return valueOf(coalesced([shown, text(fill)]), "string", { meaning: "text", nullable: false });
}

/** `coalesce`, with a `coalesce` inside laid flat, and without an empty text at the end: no other text is missing. */
export function coalesced(operands: readonly Expression[]): Expression {
  const whole = operands.flatMap((operand) => coalesceArguments(operand) ?? [operand]);
  const last = whole.at(-1);
  const isIdle = whole.length > 1 && last?.kind === "text" && last.value === "";
  const flat = isIdle ? whole.slice(0, -1) : whole;
  const [only] = flat;
  return only !== undefined && flat.length === 1 ? only : call("coalesce", ...flat);
}

/** What a `coalesce` chooses from; `undefined` for another expression. */
export function coalesceArguments(expression: Expression): readonly Expression[] | undefined {
  return expression.kind === "template" && expression.template === coalesceForm
    ? expression.arguments
    : undefined;
}

const coalesceForm = call("coalesce").template;

export function typeFor(type: ValueType): KqlType {
  return kqlTypeFor(type);
}
