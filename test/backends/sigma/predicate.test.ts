import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { translatePredicate, type PredicateContext } from "../../../src/backends/sigma/logic/predicate.js";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import { EvaluationContext } from "../../../src/evaluate/context.js";
import { compilePredicate } from "../../../src/evaluate/expression.js";
import type { Call, ScalarExpression } from "../../../src/plan/expression.js";
import { writtenDetection } from "../../support/sigma-detection.js";
import { sigmaMatches, type SigmaEvent } from "../../support/sigma-engine.js";

const source = { name: "search", text: "" };
const span = { source, start: 0, end: 0 };
const field = (name: string): ScalarExpression => ({ kind: "field", name, span });
const literal = (value: string | number): { kind: "literal"; value: string | number; span: typeof span } => ({
  kind: "literal",
  value,
  span,
});

/** Fields bound to columns of their own name; `path` to the file name of a Windows path. */
function contextWith(reports: Diagnostic[]): PredicateContext {
  return {
    pathColumn: () => ({ separator: "\\", folder: "before-endings" }),
    each: () => undefined,
    isAlways: () => false,
    isAlwaysColumn: () => false,
    accepts: () => false,
    differ: () => undefined,
    report: (diagnostic) => reports.push(diagnostic),
    bind: ({ name }) => {
      const column: ScalarExpression = { kind: "column", name, type: "text", span };
      if (name === "number") return { kind: "bound", expression: column, type: "number", multivalue: false };
      if (name !== "path") return { kind: "bound", expression: column, type: "text", multivalue: false };
      const expression: ScalarExpression = {
        kind: "call",
        function: "base_name",
        arguments: [column],
        type: "text",
        span,
      };
      return { kind: "bound", expression, type: "text", multivalue: false };
    },
  };
}

/** The detection of a rule, written as YAML and read again. */
function ruleOf(predicate: ScalarExpression): Readonly<Record<string, unknown>> | boolean {
  const reports: Diagnostic[] = [];
  const logic = translatePredicate(predicate, contextWith(reports));
  expect(reports).toEqual([]);
  if (logic === undefined) throw new Error("nothing was translated");
  return logic.kind === "constant" ? logic.value : writtenDetection(logic);
}

const text = fc.string({
  unit: fc.constantFrom("a", "B", "b", "\\", "*", "?", "'", " ", ".", "1"),
  maxLength: 5,
});
const name = fc.constantFrom("x", "y");
const missing = fc.constantFrom<"false" | "missing">("false", "missing");
const word = fc.string({ unit: fc.constantFrom("a", "B", "b", "\\", ".", "'"), minLength: 1, maxLength: 3 });

const call = (
  id: Call["function"],
  type: Call["type"],
  ...parameters: readonly ScalarExpression[]
): ScalarExpression => ({ kind: "call", function: id, arguments: parameters, type, span });

/** Values that are a part of a text, or say how long it is or how many pieces it has. */
const partOfText = fc
  .record({
    text: fc.constantFrom(field("x"), call("coalesce", "text", field("x"), field("y"))),
    delimiter: fc.constantFrom("\\", ".", "a"),
    place: fc.integer({ min: -2, max: 2 }),
    length: fc.integer({ min: 1, max: 3 }),
  })
  .chain(({ text, delimiter, place, length }) => {
    const pieces = call("split", "text", text, literal(delimiter));
    const taken = (pattern: string) => call("regex_capture", "text", text, literal(pattern), literal("part"));
    return fc.constantFrom(
      taken(String.raw`(?<part>\.[^.]+)$`),
      taken(String.raw`^[^a]*a(?<part>[^a]*)a`),
      taken(String.raw`^(?<part>\S+)\s`),
      taken(String.raw`[^a]+a(?<part>[^a]+)`),
      taken(String.raw`[^.]*\.(?<part>[^.]+)`),
      taken(String.raw`\\\\(?<part>\w+)$`),
      call("mvindex", "text", pieces, literal(place)),
      call("substr", "text", text, literal(1), literal(length)),
      call("substr", "text", text, literal(-length)),
      call("substr", "text", text, literal(length + 1)),
    );
  });

const countOfText = fc
  .constantFrom("\\", ".", "a")
  .chain((delimiter) =>
    fc.constantFrom(
      call("len", "number", field("x")),
      call("len", "number", field("path")),
      call("mvcount", "number", call("split", "text", field("x"), literal(delimiter))),
    ),
  );

/** Regular expressions with anchors, classes and alternatives. */
const expression = fc
  .record({
    start: fc.boolean(),
    end: fc.boolean(),
    body: fc.constantFrom("a", "[^b]+", "a|B", "b.", "\\\\", "\\.", "[a-z]{2}", "(?i)b", "a*"),
  })
  .map(
    ({ start, end, body }) =>
      `${start ? "^" : ""}${body.includes("|") ? `(${body})` : body}${end ? "$" : ""}`,
  )
  .map((source) => (source.startsWith("^(?i)") ? `(?i)^${source.slice(5)}` : source));

function contains(name: string, part: string): ScalarExpression {
  const parts = [{ kind: "any" }, { kind: "text", text: part }, { kind: "any" }] as const;
  const pattern = { kind: "wildcard", parts } as const;
  return { kind: "match", value: field(name), pattern, caseSensitive: false, whenMissing: "missing", span };
}

/** A stretch behind the beginning that is empty is what Sigma cannot tell from one behind the end. */
function isSayable(value: ScalarExpression, text: string): boolean {
  if (value.kind !== "call" || value.function !== "substr") return true;
  const [, from] = value.arguments;
  return from?.kind !== "literal" || Number(from.value) < 2 || text !== "";
}

const { predicate } = fc.letrec<{ predicate: ScalarExpression; leaf: ScalarExpression }>((tie) => ({
  leaf: fc.oneof(
    fc
      .record({
        operator: fc.constantFrom<"=" | "!=">("=", "!="),
        name,
        value: text,
        caseSensitive: fc.boolean(),
        whenMissing: missing,
      })
      .map(({ name, value, ...rest }): ScalarExpression => ({
        kind: "compare",
        left: field(name),
        right: literal(value),
        mode: "text",
        span,
        ...rest,
      })),
    fc
      .record({ operator: fc.constantFrom<"<" | ">=">("<", ">="), value: fc.integer({ min: 0, max: 3 }) })
      .map(({ operator, value }): ScalarExpression => ({
        kind: "compare",
        operator,
        left: field("number"),
        right: literal(value),
        mode: "number",
        caseSensitive: true,
        whenMissing: "missing",
        span,
      })),
    fc
      .record({ name, values: fc.array(text, { minLength: 1, maxLength: 3 }), whenMissing: missing })
      .map(({ name, values, whenMissing }): ScalarExpression => ({
        kind: "one-of",
        value: field(name),
        options: values.map(literal),
        mode: "text",
        caseSensitive: false,
        whenMissing,
        span,
      })),
    fc
      .record({
        name: fc.constantFrom("x", "y", "path"),
        before: fc.boolean(),
        after: fc.boolean(),
        words: fc.array(word, { minLength: 1, maxLength: 2 }),
        caseSensitive: fc.boolean(),
        whenMissing: missing,
      })
      .map(({ name, before, after, words, ...rest }): ScalarExpression => ({
        kind: "match",
        value: field(name),
        pattern: {
          kind: "wildcard",
          parts: [
            ...(before ? [{ kind: "any" as const }] : []),
            ...words.flatMap((part, index) => [
              ...(index === 0 ? [] : [{ kind: "any" as const }]),
              { kind: "text" as const, text: part },
            ]),
            ...(after ? [{ kind: "any" as const }] : []),
          ],
        },
        span,
        ...rest,
      })),
    name.map((name): ScalarExpression => ({ kind: "is-present", value: field(name), span })),
    fc
      .record({ value: partOfText, text, caseSensitive: fc.boolean(), whenMissing: missing })
      .filter(({ value, text }) => isSayable(value, text))
      .map(({ value, text, ...rest }): ScalarExpression => ({
        kind: "compare",
        operator: "=",
        left: value,
        right: literal(text),
        mode: "text",
        span,
        ...rest,
      })),
    fc
      .record({
        operator: fc.constantFrom<"=" | "<" | ">=">("=", "<", ">="),
        value: countOfText,
        count: fc.integer({ min: 0, max: 4 }),
      })
      .map(({ operator, value, count }): ScalarExpression => ({
        kind: "compare",
        operator,
        left: value,
        right: literal(count),
        mode: "number",
        caseSensitive: true,
        whenMissing: "missing",
        span,
      })),
    fc
      .record({
        least: fc.integer({ min: 0, max: 5 }),
        weights: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }),
        words: fc.array(word, { minLength: 3, maxLength: 3 }),
      })
      .map(({ least, weights, words }): ScalarExpression => ({
        kind: "compare",
        operator: ">=",
        left: call(
          "sum",
          "number",
          ...weights.map((weight, index): ScalarExpression => ({
            kind: "case",
            arms: [{ when: contains("x", words[index] ?? ""), then: literal(weight) }],
            ...(weight === 0 ? {} : { otherwise: literal(0) }),
            span,
          })),
        ),
        right: literal(least),
        mode: "number",
        caseSensitive: true,
        whenMissing: "missing",
        span,
      })),
    fc.constant<ScalarExpression>({
      kind: "is-present",
      value: call("add", "unknown", field("x"), field("y")),
      span,
    }),
    fc
      .record({ source: expression, whenMissing: missing })
      .map(({ source, whenMissing }): ScalarExpression => ({
        kind: "match",
        value: field("path"),
        pattern: { kind: "regex", source },
        caseSensitive: true,
        whenMissing,
        span,
      })),
    fc.record({ name, value: text }).map(({ name, value }): ScalarExpression => ({
      kind: "compare",
      operator: "=",
      left: {
        kind: "call",
        function: "coalesce",
        arguments: [field(name), field("y")],
        type: "text",
        span,
      },
      right: literal(value),
      mode: "text",
      caseSensitive: false,
      whenMissing: "missing",
      span,
    })),
  ),
  predicate: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie("leaf"),
    tie("predicate").map((operand): ScalarExpression => ({ kind: "not", operand, span })),
    fc
      .record({
        kind: fc.constantFrom<"and" | "or">("and", "or"),
        operands: fc.array(tie("predicate"), { minLength: 2, maxLength: 3 }),
      })
      .map(({ kind, operands }): ScalarExpression => ({ kind, operands, span })),
    fc.tuple(tie("predicate"), tie("leaf"), text).map(([when, then, value]): ScalarExpression => ({
      kind: "compare",
      operator: "=",
      left: {
        kind: "case",
        arms: [
          { when, then: literal(value) },
          { when: then, then: field("x") },
        ],
        otherwise: literal("a"),
        span,
      },
      right: literal(value),
      mode: "text",
      caseSensitive: true,
      whenMissing: "missing",
      span,
    })),
  ),
}));

const event: fc.Arbitrary<SigmaEvent> = fc.record(
  {
    x: text,
    y: text,
    path: fc.tuple(word, word).map(([folder, file]) => `C:\\${folder}\\${file.replaceAll("\\", "")}.exe`),
    number: fc.integer({ min: 0, max: 4 }),
  },
  { requiredKeys: [] },
);

const context = new EvaluationContext({ now: 0, report: (problem) => expect(problem).toBeUndefined() });

/** Expects the rule of a predicate to match exactly the events for which the evaluator says that it is true. */
function expectAgreement(expression: ScalarExpression, events: readonly SigmaEvent[]): void {
  const rule = ruleOf(expression);
  const isTrue = compilePredicate(expression, context);
  for (const one of events) {
    const { path } = one;
    const file = typeof path === "string" ? path.slice(path.lastIndexOf("\\") + 1) : undefined;
    const row = new Map(
      Object.entries({ ...one, path: file }).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, value] as const],
      ),
    );
    const matches = typeof rule === "boolean" ? rule : sigmaMatches(rule, one);
    expect(matches, JSON.stringify({ one, rule })).toBe(isTrue(row) === true);
  }
}

describe("a predicate in Sigma", () => {
  it("matches exactly the events for which the predicate is true", () => {
    fc.assert(fc.property(predicate, fc.array(event, { minLength: 4, maxLength: 8 }), expectAgreement), {
      numRuns: 2000,
    });
  });

  it("keeps a filter of its own apart from one that stands twice", () => {
    const present = (name: string): ScalarExpression => ({ kind: "is-present", value: field(name), span });
    const number: ScalarExpression = {
      kind: "compare",
      operator: ">=",
      left: field("number"),
      right: literal(2),
      mode: "number",
      caseSensitive: true,
      whenMissing: "missing",
      span,
    };
    const chosen: ScalarExpression = {
      kind: "compare",
      operator: "=",
      left: {
        kind: "case",
        arms: [
          { when: present("y"), then: literal("") },
          { when: number, then: field("x") },
        ],
        otherwise: literal("a"),
        span,
      },
      right: literal(""),
      mode: "text",
      caseSensitive: true,
      whenMissing: "missing",
      span,
    };
    expectAgreement({ kind: "not", operand: { kind: "or", operands: [present("y"), chosen], span }, span }, [
      { x: "b", number: 2 },
      { x: "", number: 2 },
      { x: "", number: 1 },
      { x: "b", y: "", number: 2 },
      {},
    ]);
  });
});
