import type { Compare, CompareOperator, Literal } from "../../../plan/expression.js";
import type { Span } from "../../../source/source-text.js";
import { targetDiagnostics } from "../../../diagnostics/codes/target.js";
import { boolean, call, list, number, operation, text, type Expression } from "../../shared/expression.js";
import { isNumeric } from "../kql/types.js";
import { anyElement, anyValueHas } from "./any-value.js";
import { isNumberText, toNumber, toText, toTime } from "./convert.js";
import { allOf, anyOf, negated } from "./logic.js";
import type { Wanted } from "./predicate.js";
import type { Scope } from "./scope.js";
import { scalar } from "./scalar.js";
import { language } from "./session.js";
import { absent, filled, present, type Choices, type KqlValue } from "./value.js";

const negations: Readonly<Record<CompareOperator, CompareOperator>> = {
  "=": "!=",
  "!=": "=",
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
};

const mirrored: Readonly<Record<CompareOperator, CompareOperator>> = {
  "=": "=",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

/** The test that a comparison is true, or that it is false. */
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

/** The operator that has to hold for what is wanted, over sides that are there. */
function wantedOperator(operator: CompareOperator, wanted: Wanted): CompareOperator {
  return wanted === "true" ? operator : negations[operator];
}

/** Whether a row without a value passes: only `search` calls the comparison false there. */
export function passesWhenMissing({ whenMissing }: Pick<Compare, "whenMissing">, wanted: Wanted): boolean {
  return wanted === "false" && whenMissing === "false";
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
    const empty = emptyTest(compare, written, operator, missingPasses);
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
  if (value.type === "bool") {
    const wanted = String(literal).toLowerCase();
    if (wanted !== "true" && wanted !== "false") return undefined;
    return side(value, boolean(wanted === "true"));
  }
  const isNumber = typeof literal === "number" || (typeof literal === "string" && isNumberText(literal));
  if (value.type === "datetime" && value.format === undefined)
    return isNumber ? side(value, timeLiteral(Number(literal))) : undefined;
  if (isNumeric(value.type)) {
    if (isNumber) return side(value, number(Number(literal)));
    return mode === "number" ? "never" : undefined;
  }
  if (mode === "text" || !isNumber) return mode === "number" ? "never" : undefined;
  if (value.meaning === "number" && value.type === "string" && value.format === undefined)
    return canonicalNumber(value, literal);
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

function symbol(operator: CompareOperator): string {
  return operator === "=" ? "==" : operator;
}

function timeLiteral(seconds: number): Expression {
  return call("unixtime_seconds_todatetime", number(seconds));
}

/** Texts: equality by operator, order by `strcmp`. */
function textTest(
  operator: CompareOperator,
  left: Expression,
  right: Expression,
  caseSensitive: boolean,
): Expression {
  if (operator === "=") return operation(caseSensitive ? "==" : "=~", left, right);
  if (operator === "!=") return operation(caseSensitive ? "!=" : "!~", left, right);
  const fold = (side: Expression): Expression =>
    caseSensitive ? side : side.kind === "text" ? text(side.value.toLowerCase()) : call("tolower", side);
  return operation(operator, call("strcmp", fold(left), fold(right)), number(0));
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
  return operator === "!=" && !missingPasses ? present(given) : undefined;
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

function betweenValues(
  compare: Compare,
  writtenLeft: KqlValue,
  writtenRight: KqlValue,
  wanted: Wanted,
  scope: Scope,
): Expression {
  const left = filled(writtenLeft);
  const right = filled(writtenRight);
  if (left.multivalue || right.multivalue) return anyPairCompared(compare, left, right, wanted, scope);
  const operator = wantedOperator(compare.operator, wanted);
  const sides = comparable(left, right, compare, scope);
  const test = sides.textual
    ? textTest(operator, sides.left.expression, sides.right.expression, compare.caseSensitive)
    : operation(symbol(operator), sides.left.expression, sides.right.expression);
  const nullable = [sides.left, sides.right].filter((value) => value.nullable);
  if (passesWhenMissing(compare, wanted)) return anyOf([...nullable.map(absent), test]);
  // A comparison with a null is not true, and of two equal texts one tells that neither is missing.
  const guards =
    operator === "=" ? (sides.textual ? 1 : 0) : sides.textual || operator === "!=" ? nullable.length : 0;
  const needed = operator === "=" && nullable.length < 2 ? 0 : guards;
  return allOf([...nullable.slice(0, needed).map(present), test]);
}

/** True when any value of the side with several values satisfies it. */
function anyPairCompared(
  compare: Compare,
  left: KqlValue,
  right: KqlValue,
  wanted: Wanted,
  scope: Scope,
): Expression {
  const [several, single] = left.multivalue ? [left, right] : [right, left];
  const found = single.multivalue
    ? undefined
    : anyElement(several, scope, (element) =>
        left.multivalue
          ? betweenValues(compare, element, single, "true", scope)
          : betweenValues(compare, single, element, "true", scope),
      );
  if (found === undefined) {
    scope.session.unsupported(
      "a comparison of a field with several values with another field",
      "it would have to be asked of each pair of values",
      compare.span,
    );
    return boolean(true);
  }
  if (wanted === "true") return found;
  const lacking = negated(found);
  return passesWhenMissing(compare, wanted) ? lacking : allOf([present(left), present(right), lacking]);
}

interface Sides {
  readonly left: KqlValue;
  readonly right: KqlValue;
  readonly textual: boolean;
}

/** Both sides in one type. */
function comparable(left: KqlValue, right: KqlValue, compare: Compare, scope: Scope): Sides {
  const isTime = (value: KqlValue): boolean => value.type === "datetime" && value.format === undefined;
  if (isTime(left) || isTime(right)) return { left: toTime(left), right: toTime(right), textual: false };
  if (compare.mode !== "text") {
    const numbers = isNumeric(left.type) || isNumeric(right.type) || compare.mode === "number";
    const known = left.meaning === "number" && right.meaning === "number";
    if (numbers || known) return { left: toNumber(left), right: toNumber(right), textual: false };
  }
  const ordered = compare.operator !== "=" && compare.operator !== "!=";
  if (ordered && compare.mode === "auto" && left.meaning !== "text" && right.meaning !== "text")
    scope.session.refuse(
      targetDiagnostics["ambiguous-type"](compare.span, {
        construct: `the comparison \`${compare.operator}\` of two fields`,
        language,
        reason: "texts that look like numbers are compared as numbers by SPL, and the columns are texts here",
      }),
    );
  return { left: toText(left), right: toText(right), textual: true };
}
