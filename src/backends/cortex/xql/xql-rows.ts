import type { Call } from "../../../plan/expression.js";
import type { ScanBinding } from "../../../target/bind.js";
import { call, keyword, name, operation, text, number, type Expression } from "../../shared/expression.js";
import { chosenText } from "../../shared/rows/chosen-text.js";
import type { RowValue } from "../../shared/rows/row-value.js";
import type { Stage } from "../../shared/rows/row-query.js";
import {
  refusal,
  type RowRefusal,
  type RowsLanguage,
  type ValueOf,
} from "../../shared/rows/rows-language.js";
import { xqlColumnKind } from "./column-kind.js";
import { xqlColumnName } from "./column-name.js";
import { xqlLookup } from "./xql-lookup.js";
import { xqlTest, xqlTestWithCase } from "./xql-tests.js";
import { xqlText } from "./xql-text.js";
import { simplifyXql } from "./simplify-xql.js";
import { xqlAggregate } from "./xql-aggregate.js";
import { isLiteral, xqlCall } from "./xql-call.js";

/** Where a query reads: `dataset = x`, `preset = y`. */
export interface XqlSource {
  readonly clause: string;
  /** The rows are no events: a lookup dataset. */
  readonly timeless?: true;
  /** Comparisons of the query heed case. */
  readonly heedsCase?: true;
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
  // https://docs-cortex.paloaltonetworks.com/r/Cortex-XSIAM/Cortex-XSIAM-Documentation/windowcomp
  ordered: {
    place: call("row_number"),
    first: (column) => call("first_value", column),
    sortKeys(value) {
      const isNumber = operation("~=", value, text("^[+-]?[0-9]+([.][0-9]+)?$", "regex"));
      return [
        call("if", isNumber, number(0), number(1)),
        call("if", isNumber, call("to_number", value), number(0)),
        value,
      ];
    },
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
    const values = [...arms.map(([, value]) => value), ...(otherwise === undefined ? [] : [otherwise])];
    const type = commonType(values);
    if (type === undefined) return refusal("branches of different types");
    const several = values.some((value) => value.several);
    const branch = (value: RowValue) => (several ? asArray(value) : value.expression);
    const parts = arms.flatMap(([condition, value]) => [condition, branch(value)]);
    const last = otherwise === undefined ? [] : [branch(otherwise)];
    return { expression: call("if", ...parts, ...last), type, several };
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
    const [first, second, ...others] = values;
    if (first?.several === true && second !== undefined && isLiteral(second) && others.length === 0) {
      const filled = call("arraycreate", asText(second).expression);
      const full = operation(">", call("array_length", first.expression), number(0));
      return { ...first, expression: call("if", full, first.expression, filled), present: true };
    }
    if (new Set(values.map(({ several }) => several)).size > 1) return eitherOfMany(values);
    const same =
      new Set(values.map(({ type }) => type)).size > 1 && values.some(isLiteral)
        ? values.map(asText)
        : values;
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
  aggregate: xqlAggregate,
  columnName: xqlColumnName,
  lookup: xqlLookup,
  assignment(column, expression, valueOf) {
    if (expression.function === "mvappend") return appended(column, expression, valueOf);
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

/** The first of two values of which one is an array: the other one becomes an array of itself. */
function eitherOfMany([first, second, ...others]: readonly RowValue[]): RowValue | RowRefusal {
  if (first === undefined || second === undefined || others.length > 0 || first.type !== second.type)
    return refusal("alternatives of one and of several values");
  const isThere = ({ expression, several }: RowValue) =>
    several
      ? operation(">", call("array_length", expression), number(0))
      : operation("!=", expression, keyword("null"));
  const one = first.several ? first.expression : call("arraycreate", first.expression);
  return {
    expression: call("if", isThere(first), one, asArray(second)),
    type: first.type,
    several: true,
  };
}

/** A value where an array stands beside it: an array of itself, and nothing where it is missing. */
function asArray(value: RowValue): Expression {
  const { expression, several } = value;
  if (several) return expression;
  const array = call("arraycreate", expression);
  return isLiteral(value) || value.present === true
    ? array
    : call("if", operation("!=", expression, keyword("null")), array);
}

/** XQL in which comparisons heed case: for queries that compare two fields so, as no function does. */
export const xqlRowsWithCase: RowsLanguage<XqlSource> = {
  ...xqlRows,
  source: (binding) => ({ ...xqlRows.source(binding), heedsCase: true }),
  test: xqlTestWithCase,
};

/**
 * Texts that are there by conditions, as an array. It is taken for none where it is empty: how the product tests an
 * empty array for presence is not documented, and its length is null.
 */
function appended(
  column: string,
  { arguments: written }: Call,
  valueOf: ValueOf,
): ReturnType<NonNullable<RowsLanguage<XqlSource>["assignment"]>> {
  const texts = written.map((part) => chosenText(part, ""));
  const parts = texts.map((part) => (part === undefined ? undefined : valueOf(part)));
  if (!parts.every((part) => part !== undefined)) return undefined;
  const all = call("arraycreate", ...parts.map(({ expression }) => expression));
  const found = call("arrayfilter", all, operation("!=", keyword('"@element"'), text("")));
  const isFull = operation(">", call("array_length", name(column)), number(0));
  return {
    stages: [
      { kind: "assign", name: column, expression: found },
      { kind: "assign", name: column, expression: call("if", isFull, name(column)) },
    ],
    value: { expression: name(column), type: "text", several: true },
  };
}

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

function commonType(values: readonly RowValue[]): RowValue["type"] | undefined {
  const types = new Set(values.map(({ type }) => type));
  const [only] = types;
  if (types.size === 1) return only;
  types.delete("unknown");
  return types.size === 1 ? "unknown" : undefined;
}
