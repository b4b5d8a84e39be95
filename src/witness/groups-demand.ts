import { disjunction } from "../plan/build/index.js";
import { fieldsOf } from "../plan/expression-visitor.js";
import type { ScalarExpression } from "../plan/expression.js";
import type { AggregateFunction, LogicalPlan, NamedAggregate } from "../plan/plan.js";
import { replaced, type Wanted } from "./demand.js";
import { countsValues, isRising, numbersOf } from "./threshold.js";

/** What grouping asks of its rows, and of their number. */
export interface GroupsDemand {
  readonly rows: Wanted;
  readonly thresholds: readonly number[];
  /** Whether a test compares groups with each other, so that one has to stand apart. */
  readonly apart: boolean;
}

/** Aggregates that give one of the values of a group, or all: a test of the result can be met by one event. */
const passing: ReadonlySet<AggregateFunction> = new Set<AggregateFunction>([
  "values",
  "list",
  "first",
  "last",
  "earliest",
  "latest",
  "mode",
  "minimum",
  "maximum",
  "sum",
  "average",
  "median",
  "percentile",
]);

/**
 * What the rows that are grouped are wanted to be. A test of a count is none of a row: its numbers are thresholds.
 */
export function beforeGroups(
  plan: Extract<LogicalPlan, { readonly kind: "aggregate" | "window" }>,
  wanted: Wanted,
): GroupsDemand {
  const keys = new Map(plan.keys.map(({ name, expression }) => [name, expression]));
  const inside = new Map(keys);
  for (const { name, function: kind, argument } of plan.aggregates)
    if (passing.has(kind) && argument !== undefined) inside.set(name, argument);
  const counted = new Set(plan.aggregates.filter((each) => !inside.has(each.name)).map(({ name }) => name));
  const collected = new Set(plan.aggregates.filter(isCollected).map(({ name }) => name));
  const kept: ScalarExpression[] = [];
  const tested = new Set<string>();
  const rising = new Set<string>();
  const thresholds: number[] = [];
  let apart = false;
  for (const predicate of wanted.predicates) {
    const names = fieldsOf(predicate);
    if ([...names].some((name) => counted.has(name)) || countsValues(predicate, collected)) {
      thresholds.push(...numbersOf(predicate));
      apart ||= names.size > 1 && numbersOf(predicate).every((number) => number < 10);
      for (const name of names) tested.add(name);
      if (isRising(predicate)) for (const name of names) rising.add(name);
    } else kept.push(predicate);
  }
  // What a tested aggregate counts, one of several at a time.
  const conditions = plan.aggregates.flatMap(({ name, condition }) =>
    condition !== undefined && tested.has(name) ? [condition] : [],
  );
  const below = replaced({ ...wanted, predicates: kept }, inside);
  const present = plan.keys
    .filter(({ fill }) => plan.kind === "aggregate" && fill === undefined)
    .map(({ expression }): ScalarExpression => ({
      kind: "is-present",
      value: expression,
      span: plan.span,
    }));
  const rows: Wanted = {
    predicates: [
      ...below.predicates,
      ...(conditions.length === 0 ? [] : [disjunction(conditions, plan.span)]),
      ...present,
    ],
    shown: [
      ...below.shown.filter((each) => ![...fieldsOf(each)].some((name) => counted.has(name))),
      ...keys.values(),
      ...plan.aggregates.flatMap(partsOfAggregate),
    ],
    links: below.links,
    keys: keysOf(plan, below.keys, tested.size > 0),
    varying: [
      ...below.varying,
      ...plan.aggregates.flatMap(({ name, argument }) =>
        argument !== undefined && rising.has(name) ? [argument] : [],
      ),
    ],
  };
  return { rows, thresholds, apart };
}

/** The keys of the last groups; where groups are compared with each other, those inside which they are. */
function keysOf(
  { kind, keys }: Extract<LogicalPlan, { readonly kind: "aggregate" | "window" }>,
  known: readonly ScalarExpression[] | undefined,
  isTested: boolean,
): readonly ScalarExpression[] {
  const own = keys.map(({ expression }) => expression);
  return known === undefined || (kind === "window" && isTested) ? own : known;
}

function isCollected({ function: kind }: NamedAggregate): boolean {
  return kind === "values" || kind === "list";
}

function partsOfAggregate({ argument, condition }: NamedAggregate): readonly ScalarExpression[] {
  return [...(argument === undefined ? [] : [argument]), ...(condition === undefined ? [] : [condition])];
}
