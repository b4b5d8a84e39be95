import type { Pattern, ScalarExpression } from "./expression.js";
import type { EventKind, LogSource } from "./log-source.js";
import type { Span } from "../source/source-text.js";

/** The tests that the events of a data model pass: none is of a kind that the constraint of its root leaves out. */
export function exceptionTests({ excepted = [] }: LogSource, span: Span): readonly ScalarExpression[] {
  return excepted.map((kind) => ({ kind: "not", operand: eventKindTest(kind, span), span }));
}

/** The test that an event is of a kind, over the source's fields. */
export function eventKindTest(kind: EventKind, span: Span): ScalarExpression {
  const operands = [...kind].map(([name, set]): ScalarExpression => {
    if (set.kind === "present") return { kind: "is-present", value: { kind: "field", name, span }, span };
    const exact = [...set.values].filter((value) => !value.includes("*"));
    const patterns = [...set.values].filter((value) => value.includes("*"));
    const value: ScalarExpression = { kind: "field", name, span };
    const common = { value, caseSensitive: false, whenMissing: "false", span } as const;
    const options = exact.map((text) => ({ kind: "literal", value: text, span }) as const);
    const tests: readonly ScalarExpression[] = [
      ...(options.length === 0 ? [] : [{ ...common, kind: "one-of", options, mode: "auto" } as const]),
      ...patterns.map((pattern): ScalarExpression => ({
        ...common,
        kind: "match",
        pattern: wildcard(pattern),
      })),
    ];
    const [only] = tests;
    const test: ScalarExpression =
      tests.length === 1 && only !== undefined ? only : { kind: "or", operands: tests, span };
    return set.kind === "in" ? test : { kind: "not", operand: test, span };
  });
  const [only] = operands;
  return operands.length === 1 && only !== undefined ? only : { kind: "and", operands, span };
}

function wildcard(text: string): Pattern {
  const parts = text
    .split("*")
    .flatMap((part, index) => [
      ...(index === 0 ? [] : [{ kind: "any" } as const]),
      ...(part === "" ? [] : [{ kind: "text", text: part } as const]),
    ]);
  return { kind: "wildcard", parts };
}
