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
import { boolean, call, list, number, operation, text, type Expression } from "../../shared/expression.js";
import { disjunction, negation, type Test } from "../../shared/truth.js";
import { isIpAddress } from "../eql/derived-tests.js";
import { luceneLiteral, luceneRegex } from "../lucene/lucene-regex.js";

type Written = Expression | RowRefusal | undefined;

/**
 * How ES|QL states a test. Every comparison of texts heeds case there, so that a test which ignores it compares small
 * letters; a column with several values is compared as the text of its values between line feeds, since a comparison
 * of such a column gives null.
 */
export function esqlTest(test: Test, valueOf: ValueOf): Written {
  switch (test.kind) {
    case "compare":
      return compare(test, valueOf);
    case "one-of": {
      const value = valueOf(test.value);
      return value && equalsAny(value, test.options, test);
    }
    case "match": {
      const value = valueOf(test.value);
      return value && match(value, test);
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

const written: Readonly<Record<CompareOperator, string>> = {
  "=": "==",
  "!=": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};

function compare(test: Compare, valueOf: ValueOf): Written {
  const { left, right, operator, mode } = test;
  if (left.kind === "literal" && right.kind !== "literal")
    return compare({ ...test, left: right, right: left, operator: mirrored[operator] }, valueOf);
  const value = valueOf(left);
  if (value === undefined) return undefined;
  if (right.kind !== "literal") {
    const other = valueOf(right);
    return other && compareFields(value, other, test);
  }
  if (operator === "=") return equalsAny(value, [right], test);
  if (operator === "!=") return anyDiffers(value, right, test);
  const limit = Number(right.value);
  if (mode === "text" || right.value === null || right.value === "" || Number.isNaN(limit))
    return refusal("an order of texts");
  if (value.several) return refusal("an order of several values");
  if (value.type !== "number") return refusal("an order of numbers over a value that may be text");
  return operation(written[operator], asNumber(value), number(limit));
}

function compareFields(left: RowValue, right: RowValue, { operator, caseSensitive }: Compare): Written {
  if (left.several || right.several) return refusal("a comparison of two fields with several values");
  if (left.type !== right.type || left.type === "unknown")
    return refusal("a comparison of fields of different types");
  if (left.type === "text" && operator !== "=" && operator !== "!=") return refusal("an order of texts");
  const side = ({ expression, type }: RowValue) =>
    type === "text" && !caseSensitive ? call("TO_LOWER", expression) : expression;
  return operation(written[operator], side(left), side(right));
}

function equalsAny(value: RowValue, options: readonly Literal[], test: Compare | OneOf): Written {
  const texts = options.flatMap(({ value: option }) => (option === null ? [] : [String(option)]));
  if (value.type === "time") return refusal("a comparison of a time with a literal");
  if (value.column === "flattened" || value.column === "object" || value.column === "nested")
    return refusal(`a column of the type \`${value.column}\` has no single value`);
  if (value.several)
    return joinedTest(
      value,
      texts.map((item) => [{ kind: "text", text: item }]),
      test.caseSensitive,
    );
  switch (value.type) {
    case "number": {
      const numbers = texts.filter((item) => item.trim() !== "" && !Number.isNaN(Number(item)));
      return oneOf(
        asNumber(value),
        numbers.map((item) => number(Number(item))),
      );
    }
    case "boolean": {
      const wanted = [true, false].filter((item) =>
        texts.some((option) => option.toLowerCase() === String(item)),
      );
      return disjunction(wanted.map((item) => operation("==", value.expression, boolean(item))));
    }
    case "ip":
      return oneOf(
        value.expression,
        texts.filter(isIpAddress).map((item) => text(item)),
      );
    case "text":
    case "unknown":
      return textEquals(value.expression, texts, test.caseSensitive);
    default:
      return value.type satisfies never;
  }
}

function textEquals(value: Expression, texts: readonly string[], caseSensitive: boolean): Expression {
  const exact = caseSensitive || !texts.some(hasCase);
  const subject = exact ? value : call("TO_LOWER", value);
  return oneOf(
    subject,
    texts.map((item) => text(exact ? item : item.toLowerCase())),
  );
}

function match(value: RowValue, test: Match): Written {
  const { pattern, caseSensitive } = test;
  if (pattern.kind === "network") {
    if (value.several) return refusal("a network test of several values");
    if (value.type !== "ip") return refusal("a network test of a value that is no address");
    return call("CIDR_MATCH", value.expression, text(pattern.cidr));
  }
  if (value.type !== "text" && value.type !== "unknown")
    return refusal("a pattern over a value that is no text");
  if (pattern.kind !== "regex") {
    if (value.several) return joinedTest(value, [pattern.parts], caseSensitive);
    return like(value.expression, pattern.parts, caseSensitive);
  }
  if (value.several) return refusal("a regular expression over several values");
  const converted = luceneRegex(pattern.source, !caseSensitive, "lower-case");
  if (!converted.ok) return refusal(`its regular expression holds ${converted.reason}`);
  const subject = converted.ignoreCase ? call("TO_LOWER", value.expression) : value.expression;
  return operation("RLIKE", subject, text(converted.pattern, "pattern"));
}

function like(value: Expression, parts: LikePattern, caseSensitive: boolean): Expression {
  const exact = caseSensitive || !parts.some((part) => part.kind === "text" && hasCase(part.text));
  const subject = exact ? value : call("TO_LOWER", value);
  const pattern = parts
    .map((part) => {
      if (part.kind === "text") return escaped(exact ? part.text : part.text.toLowerCase());
      return part.kind === "any" ? "*" : "?";
    })
    .join("");
  return operation("LIKE", subject, text(pattern, "pattern"));
}

/** Any of several values, as one text in which a line feed stands before and behind each. */
function joinedTest(value: RowValue, patterns: readonly LikePattern[], caseSensitive: boolean): Written {
  const separator = text("\n");
  const joined = call("CONCAT", separator, call("MV_CONCAT", value.expression, separator), separator);
  const tests: Expression[] = [];
  for (const parts of patterns) {
    const inner = parts.slice(1, -1).some((part) => part.kind !== "text");
    const holdsFeed = parts.some((part) => part.kind === "text" && part.text.includes("\n"));
    const single = parts.some((part) => part.kind === "one");
    if (inner || holdsFeed || single) return refusal("this pattern over several values");
    const first = parts[0]?.kind === "any" ? [] : [{ kind: "text", text: "\n" } as const];
    const last = parts.at(-1)?.kind === "any" ? [] : [{ kind: "text", text: "\n" } as const];
    const texts = parts.filter((part) => part.kind === "text");
    tests.push(like(joined, [{ kind: "any" }, ...first, ...texts, ...last, { kind: "any" }], caseSensitive));
  }
  return disjunction(tests);
}

/** Whether any of several values is another: not all of the text of the values is repetitions of the one. */
function anyDiffers(value: RowValue, { value: option }: Literal, { caseSensitive }: Compare): Written {
  if (option === null || (value.type !== "text" && value.type !== "unknown"))
    return refusal("whether any of several values that are no texts differs");
  const item = String(option);
  if (item.includes("\n")) return refusal("this text over several values");
  const exact = caseSensitive || !hasCase(item);
  const separator = text("\n");
  const joined = call("CONCAT", separator, call("MV_CONCAT", value.expression, separator));
  const same = luceneLiteral(exact ? item : item.toLowerCase());
  return negation(
    operation("RLIKE", exact ? joined : call("TO_LOWER", joined), text(`(\n${same})+`, "pattern")),
  );
}

function oneOf(value: Expression, options: readonly Expression[]): Expression {
  const [only] = options;
  if (only === undefined) return boolean(false);
  return options.length === 1 ? operation("==", value, only) : operation("IN", value, list(options));
}

/** A number that an index keeps as a keyword is converted first. */
function asNumber({ expression, column }: RowValue): Expression {
  return column === "keyword" || column === "wildcard" ? call("TO_DOUBLE", expression) : expression;
}

function escaped(literal: string): string {
  return literal.replace(/[\\*?]/gu, "\\$&");
}

function hasCase(value: string): boolean {
  return value.toLowerCase() !== value.toUpperCase();
}
