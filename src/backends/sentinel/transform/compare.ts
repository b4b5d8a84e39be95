import type { Compare, CompareOperator, Literal } from "../../../plan/expression.js";
import type { Span } from "../../../source/source-text.js";
import { boolean, call, list, number, operation, text, type Expression } from "../../shared/expression.js";
import { isNumeric } from "../kql/types.js";
import { anyElement, anyValueHas } from "./any-value.js";
import { betweenValues } from "./between-values.js";
import { mirrored, passesWhenMissing, symbol, textTest, wantedOperator } from "./comparison-operators.js";
import { isNumberText, toNumber, toText } from "./convert.js";
import { allOf, anyOf, negated } from "./logic.js";
import type { Wanted } from "./predicate.js";
import type { Scope } from "./scope.js";
import { scalar } from "./scalar.js";
import { absent, filled, present, type Choices, type KqlValue } from "./value.js";

export function compareTest(compare: Compare, wanted: Wanted, scope: Scope): Expression {
  if (compare.left.kind === "literal" && compare.right.kind !== "literal")
    return compareTest(
      { ...compare, left: compare.right, right: compare.left, operator: mirrored[compare.operator] },
      wanted,
      scope,
    );
  const left = scalar(compare.left, scope);
  requireComparable(left, compare.span, scope);
  if (compare.right.kind === "literal") return withLiteral(compare, left, compare.right, wanted, scope);
  return betweenValues(compare, left, scalar(compare.right, scope), wanted, scope);
}

/** A value that the table spells another way can be shown and grouped by, and not tested. */
export function requireComparable(value: KqlValue, span: Span, scope: Scope): void {
  if (value.comparable === false)
    scope.session.unsupported("a test of this field", "the table spells its values another way", span);
}

function withLiteral(
  compare: Compare,
  written: KqlValue,
  literal: Literal,
  wanted: Wanted,
  scope: Scope,
): Expression {
  if (literal.value === null) return boolean(passesWhenMissing(compare, wanted));
  const value = withoutIdleFill(written, compare, literal.value);
  const operator = wantedOperator(compare.operator, wanted);
  const missingPasses = passesWhenMissing(compare, wanted);
  if (value.choices !== undefined && !value.multivalue && value.fill === undefined) {
    const chosen = chosenTest(value.choices, compare, String(literal.value), wanted);
    if (chosen !== undefined) return chosen;
  }
  if (value.multivalue) return anyValueCompared(compare, value, literal, wanted, scope);
  if (literal.value === "") {
    const empty =
      emptyTest(compare, written, operator, missingPasses) ?? emptyText(written, operator, missingPasses);
    if (empty !== undefined) return empty;
    scope.session.unsupported(
      "a comparison with an empty text",
      "a `string` column holds an empty text where the value is missing, and the search tells the two apart",
      literal.span,
    );
    return boolean(true);
  }

  const numeric = numericSide(withoutNull(value, operator, literal.value), literal.value, compare);
  if (numeric === "never") return boolean(missingPasses || operator === "!=");
  if (numeric !== undefined)
    return guarded(numeric.value, numeric.test(operator), operator, missingPasses, numeric.kind);
  const shown = toText(value);
  return guarded(
    shown,
    textTest(operator, shown.expression, text(String(literal.value)), compare.caseSensitive),
    operator,
    missingPasses,
    "string",
  );
}

/** Equality with a word, asked of the column that the word stands for. */
function chosenTest(
  { of, options }: Choices,
  compare: Compare,
  word: string,
  wanted: Wanted,
): Expression | undefined {
  const equality = compare.operator === "=" && (wanted === "true" || compare.whenMissing === "false");
  if (!equality || isNumberText(word) || word === "") return undefined;
  const same = (other: string): boolean =>
    compare.caseSensitive ? other === word : other.toLowerCase() === word.toLowerCase();
  const values = options.filter((option) => same(option.word)).map(({ value }) => text(value));
  const [only] = values;
  if (only === undefined) return boolean(wanted === "false");
  if (values.length === 1) return operation(wanted === "true" ? "=~" : "!~", of, only);
  return operation(wanted === "true" ? "in~" : "!in~", of, list(values));
}

/**
 * A fill that the comparison tells apart from the literal just like a missing value needs no text: the row counts as
 * having a value, and the raw column answers rightly.
 */
function withoutIdleFill(value: KqlValue, compare: Compare, literal: string | number | boolean): KqlValue {
  const { fill, ...raw } = value;
  if (fill === undefined) return value;
  const same = fill.toLowerCase() === String(literal).toLowerCase();
  const equality = compare.operator === "=" || compare.operator === "!=";
  if (!equality || same || value.type !== "string") return filled(value);
  return { ...raw, nullable: false };
}

/** A number that is 0 where the row has none, for a test that 0 does not pass. */
function withoutNull(
  value: KqlValue,
  operator: CompareOperator,
  literal: string | number | boolean,
): KqlValue {
  const bound = Number(literal);
  const zeroPasses: Readonly<Record<CompareOperator, boolean>> = {
    "=": bound === 0,
    "!=": bound !== 0,
    "<": 0 < bound,
    "<=": 0 <= bound,
    ">": 0 > bound,
    ">=": 0 >= bound,
  };
  const { orZero, ...rest } = value;
  return orZero === undefined || Number.isNaN(bound) || zeroPasses[operator]
    ? value
    : { ...rest, expression: orZero };
}

/** Adds what a missing value needs: KQL says `"" !~ "x"` is true, and gives null for a null. */
function guarded(
  value: KqlValue,
  test: Expression,
  operator: CompareOperator,
  missingPasses: boolean,
  kind: "string" | "other",
): Expression {
  if (!value.nullable) return test;
  const trueOnMissing = kind === "string" && operator !== "=" && operator !== ">" && operator !== ">=";
  if (missingPasses) return trueOnMissing ? test : anyOf([absent(value), test]);
  const falseOnMissing = kind === "string" ? !trueOnMissing : operator !== "!=";
  return falseOnMissing ? test : allOf([present(value), test]);
}

interface NumericSide {
  readonly value: KqlValue;
  /** What the guard against missing values sees: a text column is never null. */
  readonly kind: "string" | "other";
  test(operator: CompareOperator): Expression;
}

/** The comparison as numbers or times, where it is one; `never` where a number meets a text that is none. */
function numericSide(
  value: KqlValue,
  literal: string | number | boolean,
  { mode, caseSensitive }: Pick<Compare, "mode" | "caseSensitive">,
): NumericSide | "never" | undefined {
  if (value.format !== undefined) return numericSide(toText(value), literal, { mode, caseSensitive });
  if (value.type === "bool") {
    const wanted = String(literal).toLowerCase();
    if (wanted !== "true" && wanted !== "false") return undefined;
    return side(value, boolean(wanted === "true"));
  }
  const isNumber = typeof literal === "number" || (typeof literal === "string" && isNumberText(literal));
  if (value.type === "datetime") return isNumber ? side(value, timeLiteral(Number(literal))) : undefined;
  if (isNumeric(value.type)) {
    if (isNumber) return side(value, number(Number(literal)));
    return mode === "number" ? "never" : undefined;
  }
  if (mode === "text" || !isNumber) return mode === "number" ? "never" : undefined;
  if (value.meaning === "number" && value.type === "string") return canonicalNumber(value, literal);
  if (mode === "auto" && value.type === "string") return perhapsNumber(value, literal, caseSensitive);
  return side(toNumber({ ...value, nullable: true }), number(Number(literal)));
}

/** A text column whose values may be numbers or not: a row that holds no number is compared as text. */
function perhapsNumber(
  value: KqlValue,
  literal: string | number | boolean,
  caseSensitive: boolean,
): NumericSide {
  const asNumber = toNumber({ ...value, nullable: true }).expression;
  return {
    value,
    kind: "string",
    test: (operator) => {
      const asNumbers = operation(symbol(operator), asNumber, number(Number(literal)));
      // A text that is no number never equals one.
      if (operator === "=") return asNumbers;
      const isText = call("isnull", asNumber);
      const asTexts = textTest(operator, toText(value).expression, text(String(literal)), caseSensitive);
      return anyOf([asNumbers, operator === "!=" ? isText : allOf([isText, asTexts])]);
    },
  };
}

/** A text column that holds numbers in their plain spelling is compared for equality as it is. */
function canonicalNumber(value: KqlValue, literal: string | number | boolean): NumericSide {
  const plain = String(Number(literal));
  return {
    value,
    kind: "other",
    test: (operator) =>
      operator === "=" || operator === "!="
        ? operation(operator === "=" ? "==" : "!=", value.expression, text(plain))
        : operation(operator, toNumber(value).expression, number(Number(literal))),
  };
}

function side(value: KqlValue, other: Expression): NumericSide {
  return { value, kind: "other", test: (operator) => operation(symbol(operator), value.expression, other) };
}

function timeLiteral(seconds: number): Expression {
  return call("unixtime_seconds_todatetime", number(seconds));
}

/**
 * A comparison with an empty text, where it does not have to tell one from a missing value: a fill stands for both, a
 * column of the table holds an empty text for both, and `f!=""` asks for presence.
 */
function emptyTest(
  { left }: Compare,
  value: KqlValue,
  operator: CompareOperator,
  missingPasses: boolean,
): Expression | undefined {
  const equality = operator === "=" || operator === "!=";
  if (!equality) return undefined;
  if (value.fill !== undefined && value.fill !== "") return boolean(operator === "!=");
  const given = { ...value, nullable: true };
  if (left.kind === "column" && value.type === "string")
    return operator === "=" ? absent(given) : present(given);
  if (operator !== "!=" || missingPasses) return undefined;
  // A row may have an empty text, which the test leaves out like a missing one.
  const isText = value.type === "string" && value.format === undefined;
  return isText && value.presence !== undefined ? call("isnotempty", value.expression) : present(given);
}

/** A comparison with an empty text of a computed text of which it is known which rows have it. */
function emptyText(
  value: KqlValue,
  operator: CompareOperator,
  missingPasses: boolean,
): Expression | undefined {
  const equality = operator === "=" || operator === "!=";
  if (!equality || value.type !== "string" || value.format !== undefined) return undefined;
  if (value.presence === undefined && value.nullable) return undefined;
  const test = call(operator === "=" ? "isempty" : "isnotempty", value.expression);
  return missingPasses ? anyOf([absent(value), test]) : allOf([present(value), test]);
}

function anyValueCompared(
  compare: Compare,
  value: KqlValue,
  literal: Literal,
  wanted: Wanted,
  scope: Scope,
): Expression {
  const isNumber =
    typeof literal.value === "number" || (compare.mode !== "text" && isNumberText(String(literal.value)));
  const found =
    (compare.operator === "=" && !isNumber
      ? anyValueHas(value, String(literal.value), "whole", compare.caseSensitive)
      : undefined) ??
    anyElement(value, scope, (element) => withLiteral(compare, element, literal, "true", scope));
  if (found === undefined) {
    scope.session.unsupported(
      `the comparison \`${compare.operator}\` of a field with several values`,
      "it would have to be asked of each value on its own",
      compare.span,
    );
    return boolean(true);
  }
  if (wanted === "true") return found;
  const lacking = negated(found);
  return passesWhenMissing(compare, wanted) ? lacking : allOf([present(value), lacking]);
}
