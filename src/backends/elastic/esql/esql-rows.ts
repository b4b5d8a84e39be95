import type { Call, ScalarExpression } from "../../../plan/expression.js";
import type { NamedAggregate } from "../../../plan/plan.js";
import type { BackendContext } from "../../../target/backend.js";
import type { ScanBinding } from "../../../target/bind.js";
import { relativeTime, type RelativeTime } from "../../shared/schedule.js";
import {
  boolean,
  call,
  keyword,
  name,
  number,
  operation,
  text,
  type Expression,
} from "../../shared/expression.js";
import { chosenText } from "../../shared/rows/chosen-text.js";
import type { RowValue } from "../../shared/rows/row-value.js";
import {
  refusal,
  type RowRefusal,
  type RowsLanguage,
  type ValueOf,
} from "../../shared/rows/rows-language.js";
import { columnKind } from "../column-kind.js";
import { dateFormatOf } from "./date-format.js";
import { fieldExtract } from "./needed-version.js";
import { esqlCapture } from "./esql-capture.js";
import { esqlReplace } from "./esql-replace.js";
import { esqlLookup } from "./esql-lookup.js";
import { esqlTest } from "./esql-tests.js";
import { simplifyEsql } from "./simplify-esql.js";

/** The indices a query reads. */
export interface EsqlSource {
  readonly index: readonly string[];
}

/** ES|QL as a language of rows. */
export const esqlRows: RowsLanguage<EsqlSource> = {
  title: "ES|QL",
  id: "esql",
  ignoresCase: false,
  can: {
    union: false,
    distinct: false,
    // `INLINE STATS` is a preview.
    window: false,
    aggregateWithoutKeys: true,
    aggregateOnlyColumns: false,
  },
  simplify: simplifyEsql,
  source: ({ table }: ScanBinding) => ({ index: table.split(",").map((pattern) => pattern.trim()) }),
  column: (reference, several) => ({
    expression: name(reference.name),
    type: valueType(columnKind(reference)),
    column: reference.type,
    several: several || arrays.has(reference.name),
  }),
  test: esqlTest,
  presence: ({ expression }, present) => operation(present ? "IS NOT NULL" : "IS NULL", expression),
  conditional(arms, otherwise) {
    const values = [...arms.map(([, value]) => value), ...(otherwise === undefined ? [] : [otherwise])];
    const type = commonType(values);
    if (type === undefined) return refusal("branches of different types");
    const parts = arms.flatMap(([condition, { expression }]) => [condition, expression]);
    const last = otherwise === undefined ? [] : [otherwise.expression];
    return {
      expression: call("CASE", ...parts, ...last),
      type,
      several: values.some(({ several }) => several),
    };
  },
  missing: keyword("NULL"),
  literal(value) {
    if (typeof value === "number") return { expression: number(value), type: "number", several: false };
    if (typeof value === "boolean") return { expression: boolean(value), type: "boolean", several: false };
    return { expression: text(value), type: "text", several: false };
  },
  coalesce(values) {
    const filled = values.some(
      ({ expression }) => expression.kind === "text" || expression.kind === "number",
    );
    const same = filled && new Set(values.map(({ type }) => type)).size > 1 ? values.map(asText) : values;
    const type = commonType(same);
    if (type === undefined) return refusal("alternatives of different types");
    return {
      expression: call("COALESCE", ...same.map(({ expression }) => expression)),
      type,
      several: values.some(({ several }) => several),
      ...(filled ? { present: true as const } : {}),
    };
  },
  asText: textArgument,
  lookup: esqlLookup,
  call: esqlCall,
  aggregate,
  columnName,
};

const wholeNumbers: ReadonlySet<string | undefined> = new Set(["long", "integer", "short", "byte"]);

/** Functions of texts take no other type. How a fraction or a time is written there is not how Splunk writes it. */
function textArgument(value: RowValue): RowValue | RowRefusal {
  const { type, column } = value;
  if (type === "text" || type === "unknown") return value;
  const isExact = type === "ip" || value.expression.kind === "number" || wholeNumbers.has(column);
  return isExact ? asText(value) : refusal(`a ${type} where a text is asked for`);
}

/** Fields that ECS defines as lists: https://www.elastic.co/docs/reference/ecs/ecs-category-field-values-reference */
const arrays: ReadonlySet<string> = new Set(["event.category", "event.type"]);

function valueType(kind: ReturnType<typeof columnKind>): RowValue["type"] {
  switch (kind) {
    case "text":
    case "full-text":
      return "text";
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "ip":
      return "ip";
    case "date":
      return "time";
    case "other":
      return "unknown";
    default:
      return kind satisfies never;
  }
}

function commonType(values: readonly RowValue[]): RowValue["type"] | undefined {
  const types = new Set(values.map(({ type }) => type));
  const [only] = types;
  return types.size === 1 ? only : undefined;
}

function asText(value: RowValue): RowValue {
  if (value.type === "text") return value;
  const { expression, several } = value;
  if (expression.kind === "number")
    return { expression: text(String(expression.value)), type: "text", several };
  return { expression: call("TO_STRING", value.expression), type: "text", several: value.several };
}

function esqlCall(
  { function: called, arguments: written }: Call,
  valueOf: ValueOf,
): RowValue | RowRefusal | undefined {
  const [first, second, third] = written;
  const input = (): RowValue | undefined => (first === undefined ? undefined : valueOf(first));
  switch (called) {
    case "strftime": {
      const format = second?.kind === "literal" ? dateFormatOf(String(second.value)) : undefined;
      const time = input();
      if (time === undefined) return undefined;
      if (format === undefined || time.type !== "time") return refusal("this format of a time");
      return { expression: call("DATE_FORMAT", text(format), time.expression), type: "text", several: false };
    }
    case "bucket": {
      const time = input();
      if (time === undefined) return undefined;
      if (second?.kind !== "literal" || third?.kind !== "literal" || time.type !== "time")
        return refusal("this width of a bucket");
      const span = timespan(Number(second.value), String(third.value));
      if (span === undefined) return refusal("this width of a bucket");
      return { expression: call("DATE_TRUNC", keyword(span), time.expression), type: "time", several: false };
    }
    case "relative_time": {
      const time = input();
      const offset = second?.kind === "literal" ? relativeTime(String(second.value)) : undefined;
      if (time === undefined) return undefined;
      if (offset === undefined || time.type !== "time") return refusal("this relative time");
      const moved = operation("-", time.expression, keyword(`${offset.secondsAgo} seconds`));
      return {
        expression:
          offset.snap === undefined ? moved : call("DATE_TRUNC", keyword(snaps[offset.snap]), moved),
        type: "time",
        several: false,
      };
    }
    case "split": {
      const value = input();
      const delimiter = second?.kind === "literal" ? String(second.value) : "";
      if (value === undefined) return undefined;
      if (!/^[\u0020-\u007e]$/u.test(delimiter)) return refusal("a delimiter that is not one character");
      return { expression: call("SPLIT", value.expression, text(delimiter)), type: "text", several: true };
    }
    case "mvindex": {
      const values = input();
      if (values === undefined) return undefined;
      // An index keeps the values of a field in an order of its own.
      if (values.column !== undefined || second?.kind !== "literal" || typeof second.value !== "number")
        return refusal("a value by its place in a field");
      if (third !== undefined && (third.kind !== "literal" || typeof third.value !== "number"))
        return refusal("a place that is computed");
      // Without its end, `MV_SLICE` of a constant is an error of the product's own.
      const last = third?.kind === "literal" ? Number(third.value) : second.value;
      return {
        ...values,
        expression: call("MV_SLICE", values.expression, number(second.value), number(last)),
        several: third !== undefined,
      };
    }
    case "json_extract":
    case "spath":
      return flattenedMember(input(), second, called === "spath", written.length);
    case "mvappend":
      return appended(written, valueOf);
    case "regex_capture": {
      if (second?.kind !== "literal" || third?.kind !== "literal")
        return refusal("a pattern that is computed");
      const from = input();
      return from && esqlCapture(from, String(second.value), String(third.value));
    }
    case "replace": {
      if (second?.kind !== "literal" || third?.kind !== "literal")
        return refusal("a pattern that is computed");
      const from = input();
      return from && esqlReplace(from, String(second.value), String(third.value));
    }
    case "mvcount": {
      const values = input();
      // An index keeps the same text of a field once.
      if (values?.several === true && values.column !== undefined)
        return refusal("how many values a field has");
      return values && { expression: call("MV_COUNT", values.expression), type: "number", several: false };
    }
    default:
      return undefined;
  }
}

/**
 * Texts that are there by conditions, as the parts of one text: `MV_APPEND` gives null where one of its arguments is.
 * A line feed stands before each, so that the first part is none of them.
 */
function appended(written: readonly ScalarExpression[], valueOf: ValueOf): RowValue | RowRefusal | undefined {
  const texts = written.map((part) => chosenText(part, "\n"));
  if (!texts.every((part) => part !== undefined)) return refusal("values that are not those of a table");
  const parts = texts.map((part) => valueOf(part));
  if (!parts.every((part) => part !== undefined)) return undefined;
  const separator = text("\n");
  const joined = call("CONCAT", ...parts.map(({ expression }) => expression), text(""));
  return {
    expression: call("MV_SLICE", call("SPLIT", joined, separator), number(1), number(parts.length)),
    type: "text",
    several: true,
  };
}

/**
 * A member of a field of the type `flattened`, which is a keyword there, by the key that the index holds: the names of
 * the levels with dots between them, and nothing for an array. Its values come sorted, each once.
 * https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/string-functions/field_extract
 */
function flattenedMember(
  object: RowValue | undefined,
  path: ScalarExpression | undefined,
  several: boolean,
  count: number,
): RowValue | RowRefusal | undefined {
  if (object === undefined) return undefined;
  if (object.column !== "flattened") return refusal("a value inside a text");
  if (count !== 2 || path?.kind !== "literal") return refusal("a path that is computed");
  const key = String(path.value).replaceAll("{}", "").replace(/^\./u, "");
  if (/[[\]{}]/u.test(key)) return refusal("a path with a place in an array");
  return {
    expression: call(fieldExtract, object.expression, text(key)),
    type: "text",
    column: "keyword",
    several,
  };
}

const snaps: Readonly<Record<NonNullable<RelativeTime["snap"]>, string>> = {
  s: "1 second",
  m: "1 minute",
  h: "1 hour",
  d: "1 day",
};

function timespan(amount: number, unit: string): string | undefined {
  if (!Number.isInteger(amount) || amount < 1) return undefined;
  if (unit === "second") {
    if (amount % 3600 === 0) return `${amount / 3600} hours`;
    return amount % 60 === 0 ? `${amount / 60} minutes` : `${amount} seconds`;
  }
  return unit === "day" && amount === 1 ? "1 day" : undefined;
}

function aggregate(
  { function: called }: NamedAggregate,
  argument: RowValue | undefined,
  condition: Expression | undefined,
  { settings }: BackendContext,
): { expression: Expression; value: Omit<RowValue, "expression"> } | RowRefusal {
  const numeric = (expression: Expression) => ({
    expression,
    value: { type: "number", several: false } as const,
  });
  const only = (expression: Expression) =>
    condition === undefined ? expression : operation("WHERE", expression, condition);
  if (called === "count" && argument === undefined) return numeric(only(call("COUNT", keyword("*"))));
  if (condition !== undefined && called !== "count")
    return refusal(`\`${called}\` of the rows that pass a test`);
  if (argument === undefined) return refusal(`\`${called}\` of nothing`);
  const { expression, type } = argument;
  const same = (aggregated: string) => ({
    expression: call(aggregated, expression),
    value: { type, several: false },
  });
  switch (called) {
    case "count":
      return numeric(only(call("COUNT", expression)));
    case "distinct-count":
      if (settings.accept.has("approximate-distinct")) return numeric(call("COUNT_DISTINCT", expression));
      return numeric(call("COALESCE", call("MV_COUNT", call("VALUES", expression)), number(0)));
    case "estimated-distinct-count":
      return numeric(call("COUNT_DISTINCT", expression));
    case "sum":
    case "average":
      if (type !== "number") return refusal("a sum of values that may be text");
      return numeric(call(called === "sum" ? "SUM" : "AVG", expression));
    case "minimum":
    case "maximum":
      if (type !== "number" && type !== "time") return refusal("the extreme of values that may be text");
      return same(called === "minimum" ? "MIN" : "MAX");
    case "earliest":
    case "latest":
      if (type !== "time") return refusal("the value of the event that came first or last");
      return same(called === "earliest" ? "MIN" : "MAX");
    case "values": {
      const texts = type === "text" ? expression : call("TO_STRING", expression);
      return { expression: call("MV_SORT", call("VALUES", texts)), value: { type: "text", several: true } };
    }
    case "range":
      if (type !== "number") return refusal("the range of values that may be text");
      return numeric(operation("-", call("MAX", expression), call("MIN", expression)));
    case "population-standard-deviation":
      return numeric(call("STD_DEV", expression));
    case "standard-deviation":
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

/** Elastic's rules name computed columns `Esql.…`, apart from every field of an index. */
function columnName(wanted: string, taken: ReadonlySet<string>): string {
  const plain = wanted.replace(/[^A-Za-z0-9]+/gu, "_").replace(/^_+|_+$/gu, "");
  const base = `Esql.${plain === "" || /^\d/u.test(plain) ? `column_${plain}` : plain}`;
  if (!taken.has(base)) return base;
  for (let attempt = 2; ; attempt += 1) if (!taken.has(`${base}_${attempt}`)) return `${base}_${attempt}`;
}
