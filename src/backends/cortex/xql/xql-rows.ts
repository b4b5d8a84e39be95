import type { Call } from "../../../plan/expression.js";
import type { NamedAggregate } from "../../../plan/plan.js";
import type { ScanBinding } from "../../../target/bind.js";
import { call, keyword, name, operation, text, number, type Expression } from "../../shared/expression.js";
import { conjunction } from "../../shared/truth.js";
import type { RowValue } from "../../shared/rows/row-value.js";
import type { Stage } from "../../shared/rows/row-query.js";
import {
  refusal,
  type RowRefusal,
  type RowsLanguage,
  type ValueOf,
} from "../../shared/rows/rows-language.js";
import { regexForRe2 } from "../../shared/regex/translate-regex.js";
import { strftimeOf } from "../../shared/rows/strftime.js";
import { xqlColumnKind } from "./column-kind.js";
import { reservedWords } from "./reserved-words.js";
import { xqlCapture } from "./xql-capture.js";
import { xqlTest } from "./xql-tests.js";
import { xqlText } from "./xql-text.js";
import { simplifyXql } from "./simplify-xql.js";

/** Where a query reads: `dataset = x`, `preset = y`. */
export interface XqlSource {
  readonly clause: string;
}

/** XQL as a language of rows. */
export const xqlRows: RowsLanguage<XqlSource> = {
  title: "XQL",
  id: "xql",
  ignoresCase: true,
  can: {
    union: true,
    distinct: true,
    window: true,
    // Whether `comp` without `by` gives a row for no events is not documented.
    aggregateWithoutKeys: false,
    aggregateOnlyColumns: true,
  },
  simplify: simplifyXql,
  source: ({ table }: ScanBinding) => ({ clause: table.includes("=") ? table : `dataset = ${table}` }),
  column: ({ name: column, type }, several) => ({
    expression: name(column),
    type: valueType(type),
    column: type,
    several: several || xqlColumnKind(type) === "array",
  }),
  test: xqlTest,
  presence: ({ expression }, present) => operation(present ? "!=" : "=", expression, keyword("null")),
  conditional(arms, otherwise) {
    const parts = arms.flatMap(([condition, { expression }]) => [condition, expression]);
    const values = [...arms.map(([, value]) => value), ...(otherwise === undefined ? [] : [otherwise])];
    const type = commonType(values);
    if (type === undefined) return refusal("branches of different types");
    const last = otherwise === undefined ? [] : [otherwise.expression];
    return {
      expression: call("if", ...parts, ...last),
      type,
      several: values.some(({ several }) => several),
    };
  },
  literal(value) {
    if (typeof value === "number") return { expression: number(value), type: "number", several: false };
    if (typeof value === "boolean")
      return { expression: { kind: "boolean", value }, type: "boolean", several: false };
    if (xqlText(value) === undefined)
      return refusal("a text that the two kinds of literals read differently");
    return { expression: text(value), type: "text", several: false };
  },
  coalesce(values) {
    const texts = values.some(({ type, expression }) => type === "text" && expression.kind === "text");
    const same = texts ? values.map(asText) : values;
    const type = commonType(same);
    if (type === undefined) return refusal("alternatives of different types");
    return {
      expression: call("coalesce", ...same.map(({ expression }) => expression)),
      type,
      several: values.some(({ several }) => several),
      ...(values.some(isLiteral) ? { present: true as const } : {}),
    };
  },
  call: xqlCall,
  aggregate,
  columnName,
  assignment(column, expression, valueOf) {
    if (expression.function !== "bucket") return undefined;
    const [field, amount, unit] = expression.arguments;
    if (field === undefined || amount?.kind !== "literal" || unit?.kind !== "literal") return undefined;
    const short = spans[String(unit.value)];
    const input = valueOf(field);
    if (short === undefined || typeof amount.value !== "number" || input?.type !== "time") return undefined;
    const stages: readonly Stage<XqlSource>[] = [
      { kind: "assign", name: column, expression: input.expression },
      { kind: "bin", name: column, amount: amount.value, unit: short },
    ];
    return { stages, value: { ...input, expression: name(column) } };
  },
};

const spans: Readonly<Record<string, string>> = { second: "s", day: "d" };

function valueType(column: string): RowValue["type"] {
  switch (xqlColumnKind(column)) {
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "time":
      return "time";
    case "text":
    case "enum":
      return "text";
    case "json":
    case "array":
    case "other":
      return "unknown";
  }
}

function asText(value: RowValue): RowValue {
  const { expression, type, several } = value;
  return type === "text" || several
    ? value
    : { expression: call("to_string", expression), type: "text", several };
}

function isLiteral({ expression }: RowValue): boolean {
  return expression.kind === "text" || expression.kind === "number";
}

function commonType(values: readonly RowValue[]): RowValue["type"] | undefined {
  const types = new Set(values.map(({ type }) => type));
  const [only] = types;
  if (types.size === 1) return only;
  types.delete("unknown");
  return types.size === 1 ? "unknown" : undefined;
}

function xqlCall(
  { function: called, arguments: written, type }: Call,
  valueOf: ValueOf,
): RowValue | RowRefusal | undefined {
  const [first, second, third] = written;
  const input = (): RowValue | undefined => (first === undefined ? undefined : valueOf(first));
  switch (called) {
    case "json_extract":
    case "event_data":
    case "spath": {
      if (second?.kind !== "literal" || written.length > 2) return refusal("a path that is computed");
      const from = input();
      return from && jsonValue(from, String(second.value), called === "event_data");
    }
    case "regex_capture": {
      if (second?.kind !== "literal" || third?.kind !== "literal")
        return refusal("a pattern that is computed");
      const from = input();
      return from && xqlCapture(from, String(second.value), String(third.value));
    }
    case "strftime": {
      const format = second?.kind === "literal" ? strftimeOf(String(second.value)) : undefined;
      const time = input();
      if (time === undefined) return undefined;
      if (format === undefined || time.type !== "time") return refusal("this format of a time");
      return {
        expression: call("format_timestamp", text(format), time.expression),
        type: "text",
        several: false,
      };
    }
    case "mvcount": {
      // The length of an empty array is null there, as the count of a missing field is in the search.
      const values = input();
      if (values?.several !== true) return refusal("the number of values of a field that has one");
      return { expression: call("array_length", values.expression), type: "number", several: false };
    }
    case "mvindex": {
      // An array counts from 0 and, for negative numbers, from its end, as a multivalue field does.
      if (second?.kind !== "literal" || typeof second.value !== "number" || third !== undefined)
        return undefined;
      const values = input();
      if (values?.several !== true)
        return values === undefined ? undefined : refusal("a value of a field that has one");
      return {
        ...values,
        expression: call("arrayindex", values.expression, number(second.value)),
        several: false,
      };
    }
    case "base_name": {
      const path = input();
      if (path === undefined) return undefined;
      const ending = text("([^\\\\/]*)$", "regex");
      return {
        expression: call("arrayindex", call("regextract", path.expression, ending), number(0)),
        type: "text",
        several: false,
      };
    }
    case "concat": {
      const parts = written.map(valueOf);
      return parts.every((part) => part !== undefined) ? joinedTexts(parts) : undefined;
    }
    case "replace": {
      if (second?.kind !== "literal" || third?.kind !== "literal")
        return refusal("a pattern that is computed");
      const from = input();
      return from && replaced(from, String(second.value), String(third.value));
    }
    case "toint":
    case "todouble":
    case "tonumber": {
      const value = type === "number" && written.length === 1 ? input() : undefined;
      return value?.type === "number" && value.column === undefined ? value : undefined;
    }
    default:
      return undefined;
  }
}

/**
 * Texts one behind the other. `concat` gives nothing where one of them is empty, so that `format_string` is used; where
 * one is missing, so is the result.
 */
function joinedTexts(parts: readonly RowValue[]): RowValue | RowRefusal {
  if (parts.some(({ several }) => several)) return refusal("several values in one text");
  const format = text("%s".repeat(parts.length));
  const joined = call("format_string", format, ...parts.map(({ expression }) => expression));
  const present = parts
    .filter((part) => part.present !== true && !isLiteral(part))
    .map(({ expression }) => operation("!=", expression, keyword("null")));
  const expression = present.length === 0 ? joined : call("if", conjunction(present), joined);
  return {
    expression,
    type: "text",
    several: false,
    ...(present.length === 0 ? { present: true as const } : {}),
  };
}

/** `replex` replaces every match, as the search does; a replacement with references to groups is refused. */
function replaced(input: RowValue, pattern: string, replacement: string): RowValue | RowRefusal {
  const translated = regexForRe2(pattern);
  if (!translated.ok) return refusal(translated.reason);
  if (replacement.includes("\\") || xqlText(replacement) === undefined)
    return refusal("a replacement with references to groups");
  return {
    expression: call("replex", input.expression, text(translated.text, "regex"), text(replacement)),
    type: "text",
    several: false,
  };
}

/** A value inside JSON: `-> a.b`, or the same part of every element of an array. */
function jsonValue(input: RowValue, path: string, wholeName: boolean): RowValue | RowRefusal {
  if (input.several || /["\\$']/u.test(path)) return refusal(`the path \`${path}\``);
  const [before = "", after, ...more] = wholeName ? [path] : path.split("{}");
  if (more.length > 0) return refusal(`the path \`${path}\` through two arrays`);
  const parts = wholeName ? [before] : before.split(".").filter((part) => part !== "");
  const simple = parts.every((part) => /^[A-Za-z_]\w*$/u.test(part));
  if (!simple && parts.length > 1) return refusal(`the path \`${path}\``);
  const written = simple ? parts.join(".") : `["${before}"]`;
  const several = after !== undefined;
  const found = operation("->", input.expression, keyword(written + (several ? "[]" : "")));
  if (!several || after === "") return { expression: found, type: "text", several };
  const inner = after.split(".").filter((part) => part !== "");
  if (!inner.every((part) => /^[A-Za-z_]\w*$/u.test(part))) return refusal(`the path \`${path}\``);
  const element = call("json_extract_scalar", keyword('"@element"'), text(`$.${inner.join(".")}`));
  return { expression: call("arraymap", found, element), type: "text", several };
}

function aggregate(
  { function: called, argument: written }: NamedAggregate,
  argument: RowValue | undefined,
  condition: Expression | undefined,
): { expression: Expression; value: Omit<RowValue, "expression"> } | RowRefusal {
  const numeric = (expression: Expression) => ({
    expression,
    value: { type: "number", several: false } as const,
  });
  if (condition !== undefined) return refusal("a count of the rows that pass a test");
  if (called === "count" && argument === undefined) return numeric(call("count"));
  if (argument === undefined || written === undefined) return refusal(`\`${called}\` of nothing`);
  const { expression, type, several } = argument;
  const same = (aggregated: string) => ({
    expression: call(aggregated, expression),
    value: { type, several: false },
  });
  if (several && called !== "values") return refusal(`\`${called}\` of a field with several values`);
  switch (called) {
    case "count":
      return numeric(call("count", expression));
    case "distinct-count":
      return numeric(call("count_distinct", expression));
    case "estimated-distinct-count":
      return numeric(call("approx_count", expression));
    case "sum":
    case "average":
      if (type !== "number") return refusal("a sum of values that may be text");
      return numeric(call(called === "sum" ? "sum" : "avg", expression));
    case "minimum":
    case "maximum":
      if (type !== "number" && type !== "time") return refusal("the extreme of values that may be text");
      return same(called === "minimum" ? "min" : "max");
    case "earliest":
      return same("earliest");
    case "latest":
      return same("latest");
    case "values":
      if (several) return refusal("the values of a field with several values");
      return { expression: call("values", expression), value: { type, several: true } };
    case "population-standard-deviation":
      return numeric(call("stddev_population", expression));
    case "standard-deviation":
      return numeric(call("stddev_sample", expression));
    case "range":
    case "sum-of-squares":
    case "variance":
    case "population-variance":
    case "median":
    case "mode":
    case "percentile":
    case "list":
    case "first":
    case "last":
    case "earliest-time":
    case "latest-time":
    case "rate":
      return refusal(`no aggregate gives exactly \`${called}\``);
    default:
      return called satisfies never;
  }
}

/** An identifier that is near the wanted name and neither in use nor a word of the language. */
function columnName(wanted: string, taken: ReadonlySet<string>): string {
  const plain = wanted.replace(/[^A-Za-z0-9]+/gu, "_").replace(/^_+|_+$/gu, "");
  const base = plain === "" || /^\d/u.test(plain) ? `column_${plain}` : plain;
  const reserved = reservedWords.has(base.toLowerCase());
  const own = reserved ? `${base}_value` : base;
  if (!taken.has(own)) return own;
  for (let number_ = 2; ; number_ += 1) if (!taken.has(`${own}_${number_}`)) return `${own}_${number_}`;
}
