import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScalarExpression } from "../../../src/plan/expression.js";
import type { Expression } from "../../../src/backends/shared/expression.js";
import { eqlDialect } from "../../../src/backends/elastic/eql/eql-tests.js";
import { simplifyEql } from "../../../src/backends/elastic/eql/simplify-eql.js";
import { simplified } from "../../../src/backends/shared/simplify.js";
import { translateTruth } from "../../../src/backends/shared/truth.js";
import { backendContext } from "../../support/backend-context.js";

type Row = Readonly<Record<string, string | undefined>>;
type Answer = boolean | undefined;

const span = { source: { name: "search", text: "" }, start: 0, end: 0 };
const column = (name: string): ScalarExpression => ({ kind: "column", name, type: "keyword", span });
const literal = (value: string): ScalarExpression => ({ kind: "literal", value, span });

const value = fc.oneof(
  fc.constantFrom("a", "b").map(column),
  fc.constantFrom("a", "b").map((name): ScalarExpression => ({
    kind: "call",
    function: "coalesce",
    arguments: [column(name), literal("x")],
    type: "text",
    span,
  })),
);

const test = fc
  .record({
    value,
    operator: fc.constantFrom<"=" | "!=">("=", "!="),
    wanted: fc.constantFrom("x", "y"),
    whenMissing: fc.constantFrom<"false" | "missing">("false", "missing"),
  })
  .map((parts): ScalarExpression => ({
    kind: "compare",
    operator: parts.operator,
    left: parts.value,
    right: literal(parts.wanted),
    mode: "text",
    caseSensitive: true,
    whenMissing: parts.whenMissing,
    span,
  }));

const predicate: fc.Arbitrary<ScalarExpression> = fc.letrec<{ node: ScalarExpression }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    test,
    value.map((present): ScalarExpression => ({ kind: "is-present", value: present, span })),
    tie("node").map((operand): ScalarExpression => ({ kind: "not", operand, span })),
    fc
      .tuple(fc.constantFrom<"and" | "or">("and", "or"), tie("node"), tie("node"))
      .map(([kind, left, right]): ScalarExpression => ({ kind, operands: [left, right], span })),
    fc
      .tuple(tie("node"), tie("node"))
      .map(([when, then]): ScalarExpression => ({ kind: "case", arms: [{ when, then }], span })),
  ),
})).node;

/** What a predicate means: three values, and a missing one where nothing is said. */
function meaning(expression: ScalarExpression, row: Row): Answer {
  switch (expression.kind) {
    case "and":
    case "or": {
      const answers = expression.operands.map((operand) => meaning(operand, row));
      const decisive = expression.kind === "or";
      if (answers.includes(decisive)) return decisive;
      return answers.includes(undefined) ? undefined : !decisive;
    }
    case "not": {
      const answer = meaning(expression.operand, row);
      return answer === undefined ? undefined : !answer;
    }
    case "is-present":
      return valueOf(expression.value, row) !== undefined;
    case "compare": {
      const left = valueOf(expression.left, row);
      if (left === undefined) return expression.whenMissing === "false" ? false : undefined;
      return (left === valueOf(expression.right, row)) === (expression.operator === "=");
    }
    case "case": {
      const arm = expression.arms.find(({ when }) => meaning(when, row) === true);
      return arm === undefined ? undefined : meaning(arm.then, row);
    }
    default:
      throw new Error(expression.kind);
  }
}

function valueOf(expression: ScalarExpression, row: Row): string | undefined {
  if (expression.kind === "column") return row[expression.name];
  if (expression.kind === "literal") return String(expression.value);
  if (expression.kind !== "call") throw new Error(expression.kind);
  return expression.arguments.map((argument) => valueOf(argument, row)).find((found) => found !== undefined);
}

/** An engine's answer to a query; `negatesNull`: `not` of an unknown comparison is true there. */
function engine(expression: Expression, row: Row, negatesNull: boolean): Answer {
  if (expression.kind === "boolean") return expression.value;
  if (expression.kind !== "operation") throw new Error(expression.kind);
  const [left, right] = expression.operands;
  const answers = () => expression.operands.map((operand) => engine(operand, row, negatesNull));
  switch (expression.operator) {
    case "and":
      return answers().includes(false) ? false : answers().includes(undefined) ? undefined : true;
    case "or":
      return answers().includes(true) ? true : answers().includes(undefined) ? undefined : false;
    case "not": {
      const [answer] = answers();
      return answer === undefined ? (negatesNull ? true : undefined) : !answer;
    }
    default: {
      if (left?.kind !== "name") throw new Error(expression.operator);
      const found = row[left.name.replace("?", "")];
      if (right?.kind === "keyword") return (found === undefined) === (expression.operator === "==");
      if (found === undefined) return undefined;
      if (right?.kind === "text") return found === right.value;
      if (right?.kind !== "list") throw new Error(expression.operator);
      return right.items.some((item) => item.kind === "text" && item.value === found);
    }
  }
}

describe("missing values in EQL", () => {
  it("give the answer of the search, however the engine negates what is unknown", () => {
    const dialect = eqlDialect({ context: backendContext(), several: new Set() });
    const cell = fc.option(fc.constantFrom("x", "y", "z"), { nil: undefined });
    const row = fc.record({ a: cell, b: cell });
    fc.assert(
      fc.property(predicate, row, fc.boolean(), (expression, event, negatesNull) => {
        const written = translateTruth(expression, "true", dialect);
        if (written === undefined) throw new Error("refused");
        const wanted = meaning(expression, event) === true;
        expect(engine(written, event, negatesNull) === true).toBe(wanted);
        expect(engine(simplified(written, simplifyEql), event, negatesNull) === true).toBe(wanted);
      }),
      { numRuns: 3000 },
    );
  });
});
