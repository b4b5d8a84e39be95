import type {
  Compare,
  CompareOperator,
  LikePattern,
  Literal,
  Match,
  OneOf,
} from "../../../plan/expression.js";
import type { RowValue } from "../../shared/rows/row-value.js";
import { refusal, type RowRefusal, type ValueOf } from "../../shared/rows/rows-language.js";
import {
  boolean,
  call,
  keyword,
  list,
  number,
  operation,
  text,
  type Expression,
} from "../../shared/expression.js";
import { disjunction, type Test } from "../../shared/truth.js";
import { regexForRe2 } from "../../shared/regex/translate-regex.js";
import { xqlColumnKind } from "./column-kind.js";
import { foldCase, hasCase } from "./fold-case.js";
import { wholeRegex } from "./whole-regex.js";
import { xqlText } from "./xql-text.js";

type Written = Expression | RowRefusal | undefined;

/**
 * How XQL states a test. Comparisons ignore case there (`config case_sensitive = false`), so a test that heeds it is a
 * regular expression with `(?-i:…)`; `*` cannot be escaped, so a text that holds one is a regular expression, too.
 */
export function xqlTest(test: Test, valueOf: ValueOf): Written {
  return written(test, valueOf, false);
}

/** The same in a query whose comparisons heed case (`config case_sensitive = true`). */
export function xqlTestWithCase(test: Test, valueOf: ValueOf): Written {
  const found = written(test, valueOf, true);
  const isOfFields = test.kind === "compare" && test.left.kind !== "literal" && test.right.kind !== "literal";
  return found === undefined || "refused" in found || isOfFields ? found : foldCase(found);
}

function written(test: Test, valueOf: ValueOf, heedsCase: boolean): Written {
  switch (test.kind) {
    case "compare":
      return compare(test, valueOf, heedsCase);
    case "one-of": {
      const value = valueOf(test.value);
      return value && equalsAny(value, test.options, test);
    }
    case "match": {
      const value = valueOf(test.value);
      return value && eachValue(value, (one) => match(one, test));
    }
    default:
      return test satisfies never;
  }
}

const mirrored: Readonly<Record<CompareOperator, CompareOperator>> = {
  "=": "=",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

function compare(test: Compare, valueOf: ValueOf, heedsCase: boolean): Written {
  const { left, right, operator } = test;
  if (left.kind === "literal" && right.kind !== "literal")
    return compare({ ...test, left: right, right: left, operator: mirrored[operator] }, valueOf, heedsCase);
  const value = valueOf(left);
  if (value === undefined) return undefined;
  if (right.kind !== "literal") {
    const other = valueOf(right);
    return other && compareFields(value, other, test, heedsCase);
  }
  if (operator === "=") return equalsAny(value, [right], test);
  if (operator === "!=") return eachValue(value, (one) => negated(equalsAny(one, [right], test)));
  return eachValue(value, (one) => ordered(one, right, test));
}

function compareFields(
  left: RowValue,
  right: RowValue,
  { operator, caseSensitive }: Compare,
  heedsCase: boolean,
): Written {
  if (left.several || right.several) return refusal("a comparison of two fields with several values");
  const numbers = isNumber(left) && isNumber(right);
  const times = left.type === "time" && right.type === "time";
  if (numbers || times) return operation(operator, left.expression, right.expression);
  if (operator !== "=" && operator !== "!=") return refusal("an order of texts");
  if (caseSensitive && !heedsCase)
    return refusal("a comparison of two fields that heeds case, where the query ignores it");
  if (left.type !== "text" || right.type !== "text") return refusal("a comparison of fields of unknown type");
  const fold = (side: Expression): Expression =>
    heedsCase && !caseSensitive ? call("lowercase", side) : side;
  const test = operation(operator, fold(left.expression), fold(right.expression));
  // What the product says of two nulls is not documented.
  const isSafe = operator !== "=" || left.present === true || right.present === true;
  return isSafe ? test : operation("and", operation("!=", left.expression, keyword("null")), test);
}

function ordered(value: RowValue, { value: bound }: Literal, { mode, operator }: Compare): Written {
  const limit = Number(bound);
  if (mode === "text" || bound === null || bound === "" || Number.isNaN(limit))
    return refusal("an order of texts");
  if (isNumber(value)) return operation(operator, asNumber(value), number(limit));
  return refusal("an order of numbers over a value that may be text");
}

function equalsAny(value: RowValue, options: readonly Literal[], test: Compare | OneOf): Written {
  if (value.several) return eachValue(value, (one) => equalsAny(one, options, test));
  const kind = value.column === undefined ? undefined : xqlColumnKind(value.column);
  const texts = options.flatMap(({ value: option }) => (option === null ? [] : [String(option)]));
  switch (kind) {
    case "enum":
      return oneOf(
        value.expression,
        texts.map((item) => keyword(`ENUM.${item}`)),
      );
    case "boolean":
      return booleans(value.expression, texts);
    case "time":
    case "json":
    case "array":
    case "other":
      return refusal(`a column of the type \`${value.column ?? ""}\` has no single value`);
    case "number":
    case "text":
    case undefined:
      break;
    default:
      return kind satisfies never;
  }
  if (value.type === "boolean") return booleans(value.expression, texts);
  if (value.type === "time") return refusal("a comparison of a time with a literal");
  if (isNumber(value)) {
    const numbers = texts.filter((item) => item.trim() !== "" && !Number.isNaN(Number(item)));
    return oneOf(
      asNumber(value),
      numbers.map((item) => number(Number(item))),
    );
  }
  return textEquals(value.expression, texts, test.caseSensitive);
}

function textEquals(value: Expression, texts: readonly string[], caseSensitive: boolean): Written {
  const plain = texts.filter((item) => isPlain(item) && (!caseSensitive || !hasCase(item)));
  const rest = texts.filter((item) => !plain.includes(item));
  const direct =
    plain.length === 0
      ? []
      : [
          oneOf(
            value,
            plain.map((item) => text(item)),
          ),
        ];
  const exact = rest.map((item) => wholeRegex(value, [{ kind: "text", text: item }], caseSensitive));
  return disjunction([...direct, ...exact]);
}

function match(value: RowValue, test: Match): Written {
  const { pattern, caseSensitive } = test;
  if (pattern.kind === "network")
    return operation(pattern.cidr.includes(":") ? "incidr6" : "incidr", value.expression, text(pattern.cidr));
  if (isNumber(value) || value.type === "boolean" || value.type === "time")
    return refusal("a pattern over a value that is no text");
  const kind = xqlColumnKind(value.column);
  if (kind !== "text") return refusal(`a pattern over a column of the type \`${value.column ?? ""}\``);
  if (pattern.kind === "regex") {
    const translated = regexForRe2(pattern.source, { ignoreCase: !caseSensitive });
    if (!translated.ok) return refusal(translated.reason);
    return operation("~=", value.expression, text(translated.text, "regex"));
  }
  return like(value.expression, pattern.parts, caseSensitive);
}

function like(value: Expression, parts: LikePattern, caseSensitive: boolean): Written {
  const literal = parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
  const simple =
    !parts.some((part) => part.kind === "one") && isPlain(literal) && (!caseSensitive || !hasCase(literal));
  if (!simple) return wholeRegex(value, parts, caseSensitive);
  const [first, second, third] = parts;
  if (parts.length === 3 && first?.kind === "any" && second?.kind === "text" && third?.kind === "any")
    return xqlText(second.text) === undefined
      ? wholeRegex(value, parts, caseSensitive)
      : operation("contains", value, text(second.text));
  const pattern = parts.map((part) => (part.kind === "text" ? part.text : "*")).join("");
  return xqlText(pattern) === undefined
    ? wholeRegex(value, parts, caseSensitive)
    : operation("=", value, text(pattern));
}

/** A test of any of several values: `"@element"` stands for each. */
function eachValue(value: RowValue, test: (one: RowValue) => Written): Written {
  if (!value.several) return test(value);
  const { column: _, ...rest } = value;
  const inner = test({ ...rest, expression: keyword('"@element"'), several: false });
  if (inner === undefined || "refused" in inner || inner.kind === "boolean") return inner;
  return call("array_any", value.expression, inner);
}

function negated(written: Written): Written {
  if (written === undefined || "refused" in written) return written;
  return written.kind === "boolean" ? boolean(!written.value) : operation("not", written);
}

function oneOf(value: Expression, options: readonly Expression[]): Expression {
  const [only] = options;
  if (only === undefined) return boolean(false);
  return options.length === 1 ? operation("=", value, only) : operation("in", value, list(options));
}

function booleans(value: Expression, texts: readonly string[]): Expression {
  const wanted = [true, false].filter((item) =>
    texts.some((option) => option.toLowerCase() === String(item)),
  );
  return disjunction(wanted.map((item) => operation("=", value, boolean(item))));
}

function isPlain(value: string): boolean {
  return !value.includes("*") && xqlText(value) !== undefined;
}

function isNumber({ type, column }: RowValue): boolean {
  return type === "number" || (column !== undefined && xqlColumnKind(column) === "number");
}

/** A number that a dataset keeps as text is converted first. */
function asNumber({ expression, column }: RowValue): Expression {
  const kind = column === undefined ? "number" : xqlColumnKind(column);
  return kind === "number" ? expression : call("to_number", expression);
}
