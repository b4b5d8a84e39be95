import { describe, expect, it } from "vitest";
import { boolean, name, operation, type Expression } from "../../../src/backends/shared/expression.js";
import { translateTruth, type Truth, type TruthDialect } from "../../../src/backends/shared/truth.js";
import { EvaluationContext } from "../../../src/evaluate/context.js";
import { compilePredicate } from "../../../src/evaluate/expression.js";
import { rowOfEvent, type MutableRow } from "../../../src/evaluate/value.js";
import type { Compare, ScalarExpression } from "../../../src/plan/expression.js";

const span = { source: { name: "search", text: "" }, start: 0, end: 0 };
const context = new EvaluationContext({ now: 0 });
const field = (of: string): ScalarExpression => ({ kind: "field", name: of, span });
const literal = (value: string | null): ScalarExpression => ({ kind: "literal", value, span });
const not = (operand: ScalarExpression): ScalarExpression => ({ kind: "not", operand, span });
const all = (...operands: ScalarExpression[]): ScalarExpression => ({ kind: "and", operands, span });
const any = (...operands: ScalarExpression[]): ScalarExpression => ({ kind: "or", operands, span });
const present = (of: string): ScalarExpression => ({ kind: "is-present", value: field(of), span });
const coalesce = (...values: ScalarExpression[]): ScalarExpression => ({
  ...{ kind: "call", function: "coalesce", arguments: values },
  ...{ type: "text", span },
});

function compared(
  operator: Compare["operator"],
  left: ScalarExpression,
  whenMissing: Compare["whenMissing"],
): ScalarExpression {
  const right = literal("1");
  return { kind: "compare", operator, left, right, mode: "text", caseSensitive: true, whenMissing, span };
}
const equals = (left: ScalarExpression): ScalarExpression => compared("=", left, "missing");
const found = (left: ScalarExpression): ScalarExpression => compared("=", left, "false");
const choice = (
  otherwise: ScalarExpression,
  ...arms: (readonly [ScalarExpression, ScalarExpression])[]
): ScalarExpression => ({
  ...{ kind: "case", arms: arms.map(([when, then]) => ({ when, then })), otherwise, span },
});

const [a, b, c] = [field("a"), field("b"), field("c")];
const predicates: Readonly<Record<string, ScalarExpression>> = {
  "an equality": equals(a),
  "an equality of `search`": found(a),
  "an inequality": compared("!=", a, "missing"),
  "an inequality of `search`": compared("!=", a, "false"),
  "a presence": present("a"),
  "both of two": all(equals(a), found(b)),
  "one of two": any(equals(a), found(b)),
  "the opposite of both": not(all(equals(a), found(b))),
  "the opposite of one": not(any(equals(a), found(b))),
  "the opposite of the opposite": not(not(equals(a))),
  "a `case` as a test, whose arms overlap": choice(
    equals(c),
    [present("a"), equals(b)],
    [present("b"), equals(a)],
  ),
  "a `case` as a value, whose arms overlap": equals(choice(c, [equals(a), b], [equals(b), a])),
  "a `case` as a value, for `search`": found(choice(c, [found(a), b], [found(b), a])),
  "the first value that is there": equals(coalesce(a, b, c)),
  "the first value that is there, for `search`": found(coalesce(a, b, c)),
  "a value with a fill that passes": equals(coalesce(a, literal("1"))),
  "a value with a fill that fails": equals(coalesce(a, literal("2"))),
};

/** A language whose leaves are the plan's own tests by their number; a test of nothing is false. */
class Leaves implements TruthDialect {
  private readonly tests: ScalarExpression[] = [];
  readonly takesApart = true;

  positive = (test: ScalarExpression): Expression => name(String(this.tests.push(test) - 1));
  presence(value: ScalarExpression, isPresent: boolean): Expression {
    const leaf = this.positive({ kind: "is-present", value, span });
    return isPresent ? leaf : operation("not", leaf);
  }
  several = (): boolean => false;
  other = (): undefined => undefined;

  holds(expression: Expression, row: MutableRow): boolean {
    if (expression.kind === "boolean") return expression.value;
    if (expression.kind === "name") {
      const test = this.tests[Number(expression.name)] ?? literal(null);
      return compilePredicate(test, context)(row) === true;
    }
    if (expression.kind !== "operation") throw new Error(`no logic: ${expression.kind}`);
    const operands = expression.operands.map((operand) => this.holds(operand, row));
    if (expression.operator === "not") return !operands[0];
    return expression.operator === "and" ? operands.every(Boolean) : operands.some(Boolean);
  }
}

const values = ["1", "2", undefined];
const rows = values.flatMap((ofA) =>
  values.flatMap((ofB) => values.map((ofC) => ({ a: ofA, b: ofB, c: ofC }))),
);
const answers: Readonly<Record<Truth, (truth: boolean | null) => boolean>> = {
  true: (truth) => truth === true,
  "not-true": (truth) => truth !== true,
  false: (truth) => truth === false,
  "not-false": (truth) => truth !== false,
};

describe.each(Object.entries(predicates))("%s", (_, predicate) => {
  it.each(["true", "not-true", "false", "not-false"] as const)("is asked for where it is %s", (want) => {
    const dialect = new Leaves();
    const written = translateTruth(predicate, want, dialect) ?? boolean(false);
    const truth = compilePredicate(predicate, context);
    const wrong = rows.filter((event) => {
      const row = rowOfEvent(event);
      return dialect.holds(written, row) !== answers[want](truth(row));
    });
    expect(wrong).toEqual([]);
  });
});
