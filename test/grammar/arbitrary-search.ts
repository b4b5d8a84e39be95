import fc from "fast-check";
import type { Arbitrary } from "fast-check";
import type {
  Assignment,
  ComparisonOperator,
  EvalExpression,
  EvalOperator,
  FieldPattern,
  Pipeline,
  SearchExpression,
  SearchValue,
  TextArgument,
} from "../../grammar/ast.js";
import type { Command } from "../../grammar/commands/index.js";
import { wildcardPattern } from "../../grammar/escapes.js";
import { evalFunctions } from "../../grammar/function-names.js";
import { printEvalExpression } from "../../grammar/print-eval.js";
import type { Span } from "../../src/source/source-text.js";

/** Trees as the parser makes them, of every kind of expression and of the commands that hold them. */
const span: Span = { source: { name: "", text: "" }, start: 0, end: 0 };
const node = { span, keyword: span } as const;

/** Text with all that quoting has to keep. */
const anyText = fc.string({
  unit: fc.constantFrom(..."ab1 \t\\\"'*|%.,()[]{}=<>!`$-/:äé".split(""), "\\t", "\\d", "\n"),
  maxLength: 8,
});
const anyName = fc.oneof(
  fc.constantFrom(
    "user",
    "src_ip",
    "Processes.dest",
    "a{}.b",
    "date_*",
    "_time",
    "AND",
    "by",
    "as",
    "d",
    "in",
    "3",
  ),
  anyText.filter((text) => text !== ""),
);
const bareWord = fc
  .string({ unit: fc.constantFrom(..."abXY19_*./:\\-{}@'%".split("")), minLength: 1, maxLength: 8 })
  .filter((text) => !text.startsWith("'"));

// ── The search language ─────────────────────────────────────────────────────────────────────────────────────────────

const quotedValue: Arbitrary<SearchValue> = anyText.map((text) => ({
  pattern: wildcardPattern(text),
  quoted: true,
  span,
}));
const bareValue: Arbitrary<SearchValue> = bareWord.map((text) => ({
  pattern: wildcardPattern(text),
  quoted: false,
  span,
}));
const directiveValue: Arbitrary<SearchValue> = fc
  .tuple(bareWord, fc.constantFrom("case" as const, "term" as const))
  .map(([text, directive]) => ({ pattern: wildcardPattern(text), quoted: false, directive, span }));
const searchValue = fc.oneof(quotedValue, bareValue, directiveValue);

const comparisons: readonly ComparisonOperator[] = ["=", "!=", "<", "<=", ">", ">="];
const field = anyName.filter((name) => name !== "earliest").map((name) => ({ name, span }));

const { search } = fc.letrec<{ search: SearchExpression }>((tie) => {
  const part = tie("search");
  const row = fc.array(part, { minLength: 2, maxLength: 3 });
  return {
    search: fc.oneof(
      { maxDepth: 4 },
      fc.record({
        kind: fc.constant("search-comparison" as const),
        field,
        operator: fc.constantFrom(...comparisons),
        value: searchValue,
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant("search-in" as const),
        field,
        values: fc.array(searchValue, { minLength: 1, maxLength: 3 }),
        span: fc.constant(span),
      }),
      searchValue.map((value): SearchExpression => ({ kind: "search-term", value, span })),
      fc.constantFrom("-24h@h", "now()", "0", "01/01/2020:00:00:00").map((value): SearchExpression => ({
        kind: "time-modifier",
        name: "earliest",
        operator: "=",
        value,
        span,
      })),
      row.map((operands): SearchExpression => ({ kind: "search-and", operands, span })),
      row.map((operands): SearchExpression => ({ kind: "search-or", operands, span })),
      part
        .filter((operand) => operand.kind !== "search-not")
        .map((operand): SearchExpression => ({ kind: "search-not", operand, span })),
    ),
  };
});

// ── The eval language ───────────────────────────────────────────────────────────────────────────────────────────────

const operators: readonly EvalOperator[] = [
  "and",
  "or",
  "xor",
  "=",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "like",
  "+",
  "-",
  "*",
  "/",
  "%",
  ".",
];

const { expression } = fc.letrec<{ expression: EvalExpression }>((tie) => {
  const part = tie("expression");
  return {
    expression: fc.oneof(
      { maxDepth: 5 },
      fc
        .constantFrom("user", "_time", "x1", "limit")
        .map((name): EvalExpression => ({ kind: "eval-field", name, quoted: false, span })),
      anyText
        .map((text) => text.replaceAll("'", ""))
        .map((name): EvalExpression => ({ kind: "eval-field", name, quoted: true, span })),
      anyText.map((value): EvalExpression => ({ kind: "eval-string", value, span })),
      fc
        .constantFrom("0", "1.50", ".5", "0x1F", "2e3")
        .map((text): EvalExpression => ({ kind: "eval-number", value: Number(text), text, span })),
      fc.record({
        kind: fc.constant("eval-unary" as const),
        operator: fc.constantFrom("not" as const, "-" as const, "+" as const),
        operand: part,
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant("eval-binary" as const),
        operator: fc.constantFrom(...operators),
        left: part,
        right: part,
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant("eval-in" as const),
        value: part,
        options: fc.array(part, { maxLength: 3 }),
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant("eval-call" as const),
        name: fc.constantFrom(...evalFunctions),
        nameSpan: fc.constant(span),
        arguments: fc.array(part, { maxLength: 3 }),
        span: fc.constant(span),
      }),
    ),
  };
});

// ── Commands ────────────────────────────────────────────────────────────────────────────────────────────────────────

const pattern: Arbitrary<FieldPattern> = anyName.map((name) => ({
  pattern: wildcardPattern(name),
  name,
  span,
}));
const quotedText: Arbitrary<TextArgument> = anyText.map((value) => ({ value, quoted: true, span }));
const assignment: Arbitrary<Assignment> = fc.tuple(anyName, expression).map(([name, value]) => ({
  target: { name, span },
  dynamic: /\{[^{}]+\}/.test(name),
  value,
  span,
}));
const patterns = fc.array(pattern, { minLength: 1, maxLength: 3 });
const sortKeys = fc.array(
  fc.record({
    field,
    descending: fc.boolean(),
    type: fc.constantFrom("auto" as const, "num" as const, "str" as const, "ip" as const),
    span: fc.constant(span),
  }),
  { minLength: 1, maxLength: 3 },
);

const limits = fc.record({
  extendtimerange: fc.boolean(),
  maxtime: fc.nat(),
  maxout: fc.nat(),
  timeout: fc.nat(),
});

function commands(pipeline: Arbitrary<Pipeline>): Arbitrary<Command> {
  return fc.oneof(
    search.map((found): Command => ({ kind: "search", expression: found, implied: false, ...node })),
    expression.map((found): Command => ({ kind: "where", expression: found, ...node })),
    fc
      .array(assignment, { minLength: 1, maxLength: 3 })
      .map((assignments): Command => ({ kind: "eval", assignments, ...node })),
    patterns.map((fields): Command => ({ kind: "table", fields, ...node })),
    fc
      .tuple(patterns, fc.constantFrom("keep" as const, "remove" as const))
      .map(([fields, mode]): Command => ({ kind: "fields", mode, fields, ...node })),
    fc
      .tuple(quotedText, patterns)
      .map(([value, fields]): Command => ({ kind: "fillnull", value, fields, ...node })),
    fc.tuple(field, quotedText).map(([from, found]): Command => ({
      kind: "rex",
      field: from,
      mode: "extract",
      pattern: found,
      maxMatch: 1,
      ...node,
    })),
    fc.tuple(fc.array(pattern, { minLength: 1, maxLength: 2 }), field).map(([aliases, by]): Command => ({
      kind: "stats",
      aggregates: aliases.map((alias) => ({
        kind: "aggregate",
        function: "count",
        alias,
        text: "count",
        span,
      })),
      by: [{ field: by, span }],
      allnum: false,
      dedupSplitValues: false,
      ...node,
    })),
    expression.map((found): Command => ({
      kind: "eventstats",
      aggregates: [
        {
          kind: "aggregate",
          function: "sum",
          argument: { kind: "expression", expression: found },
          text: `sum(eval(${printEvalExpression(found)}))`,
          span,
        },
      ],
      by: [],
      allnum: true,
      ...node,
    })),
    sortKeys.map((keys): Command => ({ kind: "sort", limit: 5, keys, reversed: false, ...node })),
    fc.tuple(fc.array(field, { minLength: 1, maxLength: 2 }), sortKeys).map(([fields, sortBy]): Command => ({
      kind: "dedup",
      count: 2,
      fields,
      keepEvents: false,
      keepEmpty: true,
      consecutive: false,
      sortBy,
      ...node,
    })),
    fc.tuple(field, field, field).map(([table, column, other]): Command => ({
      kind: "lookup",
      table,
      match: [{ column, field: other }],
      output: { mode: "keep-existing", columns: [{ column: other, field: column }] },
      local: false,
      update: true,
      ...node,
    })),
    fc
      .tuple(limits, pipeline)
      .map(([options, found]): Command => ({ kind: "append", options, pipeline: found, ...node })),
    fc.tuple(field, pipeline).map(([key, found]): Command => ({
      kind: "join",
      type: "left",
      fields: [key],
      max: 0,
      overwrite: true,
      useTime: false,
      earlier: true,
      returnMultivalue: false,
      dataset: { kind: "subsearch", pipeline: found },
      ...node,
    })),
    pipeline.map((found): Command => ({
      kind: "search",
      expression: { kind: "search-not", operand: { kind: "search-subsearch", pipeline: found, span }, span },
      implied: false,
      ...node,
    })),
  );
}

const { inner } = fc.letrec<{ inner: Pipeline }>((tie) => ({
  inner: fc
    .array(
      fc.oneof(
        { maxDepth: 2 },
        search.map((found): Command => ({ kind: "search", expression: found, implied: false, ...node })),
        commands(tie("inner")),
      ),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    .map((found): Pipeline => ({ kind: "pipeline", commands: found, span })),
}));

/** A whole search. */
export const arbitrarySearch: Arbitrary<Pipeline> = fc
  .array(commands(inner), { minLength: 1, maxLength: 5 })
  .map((found): Pipeline => ({ kind: "pipeline", commands: found, span }));
