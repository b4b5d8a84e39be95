import { EvaluationContext } from "../evaluate/context.js";
import { compilePredicate } from "../evaluate/expression.js";
import type { LookupRows } from "../evaluate/lookup-rows.js";
import { wildcardParts } from "../evaluate/wildcard.js";
import { disjunction } from "../plan/build/index.js";
import { fieldsOf } from "../plan/expression-visitor.js";
import type { Literal, ScalarExpression } from "../plan/expression.js";
import type { LogicalPlan } from "../plan/plan.js";
import { replaced, type Wanted } from "./demand.js";

type Lookup = Extract<LogicalPlan, { readonly kind: "lookup" }>;

/** The value of a row of the table whose outputs pass the tests takes the place of the tests. */
export function beforeLookup(plan: Lookup, wanted: Wanted, lookups: ReadonlyMap<string, LookupRows>): Wanted {
  const outputs = new Set(plan.outputs.map(({ field }) => field));
  const mentions = (expression: ScalarExpression) =>
    [...fieldsOf(expression)].some((name) => outputs.has(name));
  const tests = wanted.predicates.filter(mentions);
  const table = lookups.get(plan.table);
  const fitting = table === undefined ? [] : fittingRows(table.rows, plan, tests).slice(0, 4);
  // A table that cannot help leaves its outputs missing.
  const nothing = new Map([...outputs].map((name) => [name, missing(plan)]));
  const kept =
    fitting.length > 0
      ? wanted.predicates.filter((each) => !mentions(each))
      : replaced({ ...wanted, predicates: wanted.predicates }, nothing).predicates;
  const rest = { ...wanted, predicates: kept };
  const keys = plan.keys.flatMap(({ column, field }): readonly ScalarExpression[] => {
    const texts = fitting.map((row) => row.get(column)).filter((value) => value !== undefined);
    if (texts.length === 0 || tests.length === 0) return [];
    const value: ScalarExpression = { kind: "field", name: field, span: plan.span };
    return [keyTest(value, texts, table?.matchTypes.get(column))];
  });
  const shown = plan.keys.map(({ field }): ScalarExpression => ({
    kind: "field",
    name: field,
    span: plan.span,
  }));
  return {
    ...rest,
    predicates: [...rest.predicates, ...keys],
    shown: [...rest.shown.filter((each) => !mentions(each)), ...shown],
  };
}

/** The rows of a table whose outputs pass the most of the tests, at least one. */
function fittingRows(
  rows: LookupRows["rows"],
  { outputs }: Lookup,
  tests: readonly ScalarExpression[],
): LookupRows["rows"] {
  const context = new EvaluationContext({ now: 0, report: () => undefined });
  const predicates = tests.map((test) => compilePredicate(test, context));
  const passed = (row: ReadonlyMap<string, string>): number => {
    const seen = new Map(outputs.flatMap(({ column, field }) => entry(field, row.get(column))));
    return predicates.filter((test) => test(seen) === true).length;
  };
  return rows
    .map((row) => ({ row, passed: passed(row) }))
    .filter((each) => tests.length === 0 || each.passed > 0)
    .sort((left, right) => right.passed - left.passed)
    .map(({ row }) => row);
}

/** That a value is found under one of these keys of a table. */
function keyTest(
  value: ScalarExpression,
  texts: readonly string[],
  matching: "wildcard" | "cidr" | undefined,
): ScalarExpression {
  const { span } = value;
  const common = { value, caseSensitive: true, whenMissing: "false", span } as const;
  if (matching === undefined)
    return {
      kind: "one-of",
      options: texts.map((text) => ({ kind: "literal", value: text, span })),
      mode: "text",
      ...common,
    };
  const patterns = texts.map((text): ScalarExpression => ({
    kind: "match",
    pattern:
      matching === "cidr"
        ? { kind: "network", cidr: text }
        : { kind: "wildcard", parts: wildcardParts(text) },
    ...common,
  }));
  return disjunction(patterns, span);
}

function missing({ span }: LogicalPlan): Literal {
  return { kind: "literal", value: null, span };
}

function entry(name: string, value: string | undefined): readonly (readonly [string, string])[] {
  return value === undefined ? [] : [[name, value]];
}
