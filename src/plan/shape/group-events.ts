import type { ScalarExpression } from "../expression.js";
import { fieldsOf } from "../expression-visitor.js";
import type { Aggregate, AggregateFunction, Distinct, GroupKey, NamedAggregate } from "../plan.js";
import { typeOf } from "../type-of.js";
import { aggregate as buildAggregate } from "../build/index.js";
import { dumpField } from "../dump-expression.js";
import { fieldReference } from "../build/index.js";
import {
  branchValue,
  groupValue,
  markDeciding,
  other,
  withSteps,
  type BranchState,
  type Ended,
  type EventState,
  type GroupState,
} from "./event-state.js";
import type { Decoration } from "./shape.js";
import { substitute, type Obstacle, type Value } from "./substitute.js";

/** Groups events: keys without a fill become tests for presence, and each aggregate is decoration until it is read. */
export function groupEvents(plan: Aggregate, state: EventState): EventState | Ended {
  if (state.group !== undefined) return regroup(plan, state, state.group);
  let grouped = state;
  const branches: BranchState[] = [];
  for (const branch of state.branches) {
    const made = groupBranch(plan, branch);
    if (made.kind !== "grouped") return other(made);
    branches.push(made.branch);
    grouped = markDeciding(grouped, made.steps);
  }
  const steps = plan.aggregates.map(aggregateStep);
  const columns = new Map<string, Value>(
    plan.aggregates.map(({ name, span }, index) => {
      const step = steps[index];
      return [
        name,
        {
          kind: "known",
          expression: fieldReference(name, span),
          steps: step === undefined ? [] : [step],
        },
      ];
    }),
  );
  const group: GroupState = {
    aggregate: plan,
    columns,
    conditions: [],
    keys: plan.keys.map(({ name }) => name),
  };
  return withSteps({ ...grouped, branches, group }, steps);
}

/** `dedup` keeps one row of each combination: which one is not said, so only its keys are known afterwards. */
export function distinctEvents(plan: Distinct, state: EventState): EventState | Ended {
  const { columns, span } = plan;
  const plain = !plan.keepMissing && !plan.consecutive && !plan.clearOnly;
  if (!plain) return other({ construct: "dedup", span });
  const keys = columns.map((name): GroupKey => ({ name, expression: fieldReference(name, span), span }));
  if (state.group === undefined) {
    const grouped = groupEvents(buildAggregate(plan.input, keys, [], span), state);
    if (grouped.kind !== "events" || grouped.group === undefined) return grouped;
    const rest = [...plan.row.columns.keys()].filter((name) => !columns.includes(name));
    const opaque = new Map<string, Value>(
      rest.map((name) => [name, { kind: "opaque", construct: "dedup", span }]),
    );
    return withSteps({ ...grouped, group: { ...grouped.group, columns: opaque } }, [
      { what: `\`dedup\` by ${columns.map(dumpField).join(", ")}`, span },
    ]);
  }
  const { group } = state;
  const known = columns.map((name) => keyOf(group, name));
  if (known.includes(undefined)) return other({ construct: "dedup", span });
  const keepsAll = group.aggregate.keys.every(({ name }) => known.includes(name));
  const kept = keepsAll ? group : { ...group, columns: afterDistinct(plan, group) };
  return withSteps({ ...state, group: { ...kept, keys: known.flatMap((name) => name ?? []) } }, [
    { what: `\`dedup\` by ${columns.map(dumpField).join(", ")}`, span },
  ]);
}

/** The columns of rows of which one of each combination is kept: of which row the others are is not said. */
export function afterDistinct({ columns, row, span }: Distinct, group: GroupState): GroupState["columns"] {
  const rest = [...row.columns.keys()].filter((name) => !columns.includes(name));
  return new Map([
    ...group.columns,
    ...rest.map((name): [string, Value] => [name, { kind: "opaque", construct: "`dedup`", span }]),
  ]);
}

/** The key of the aggregate that a column of grouped rows is, unchanged. */
export function keyOf(group: GroupState, name: string): string | undefined {
  const value = groupValue(group, name);
  if (value.kind !== "known" || value.expression.kind !== "field") return undefined;
  const { name: key } = value.expression;
  return group.aggregate.keys.some((each) => each.name === key) ? key : undefined;
}

type Grouped =
  | { readonly kind: "grouped"; readonly branch: BranchState; readonly steps: readonly Decoration[] }
  | ({ readonly kind: "opaque" } & Obstacle);

function groupBranch(plan: Aggregate, branch: BranchState): Grouped {
  const { row } = plan.input;
  const valueOf = (name: string) => branchValue(branch, row, name);
  const keys = new Map<string, Value>();
  const predicates: ScalarExpression[] = [...branch.predicates];
  const steps: Decoration[] = [];
  for (const { name, expression, fill, span } of plan.keys) {
    const written = substitute(expression, valueOf);
    const canLack = fill === undefined && typeOf(expression, row).nullable;
    if (written.kind === "opaque") {
      if (canLack) return { kind: "opaque", ...written.obstacle };
      keys.set(name, { kind: "opaque", ...written.obstacle });
      continue;
    }
    steps.push(...written.steps);
    keys.set(name, { kind: "known", expression: written.expression, steps: [] });
    if (canLack) predicates.push({ kind: "is-present", value: written.expression, span });
  }
  const aggregates = new Map<string, NamedAggregate | Obstacle>();
  for (const each of plan.aggregates) aggregates.set(each.name, writeAggregate(each, valueOf));
  return {
    kind: "grouped",
    branch: { scan: branch.scan, predicates, columns: new Map(), keys, aggregates },
    steps,
  };
}

function writeAggregate(each: NamedAggregate, valueOf: (name: string) => Value): NamedAggregate | Obstacle {
  const argument = each.argument === undefined ? undefined : substitute(each.argument, valueOf);
  const condition = each.condition === undefined ? undefined : substitute(each.condition, valueOf);
  if (argument?.kind === "opaque") return argument.obstacle;
  if (condition?.kind === "opaque") return condition.obstacle;
  return {
    ...each,
    ...(argument === undefined ? {} : { argument: argument.expression }),
    ...(condition === undefined ? {} : { condition: condition.expression }),
  };
}

/** Aggregates that do not mind how often a value occurs, so that a grouping below makes no difference to them. */
const setLike: ReadonlySet<AggregateFunction> = new Set<AggregateFunction>([
  "distinct-count",
  "values",
  "minimum",
  "maximum",
]);

/**
 * Groups groups: by keys of the first grouping the result is a coarser grouping of the same events. Once a condition
 * has chosen among the groups a coarser grouping is another question.
 */
function regroup(plan: Aggregate, state: EventState, group: GroupState): EventState | Ended {
  const construct = "a second aggregate";
  if (group.conditions.length > 0) return other({ construct, span: plan.span });
  const merged = new Map<string, string>();
  for (const { name, expression, fill } of plan.keys) {
    const key = expression.kind === "field" ? keyOf(group, expression.name) : undefined;
    if (key === undefined || fill !== undefined) return other({ construct, span: plan.span });
    merged.set(name, key);
  }
  const keys = plan.keys.map((key): GroupKey => {
    const first = group.aggregate.keys.find(({ name }) => name === merged.get(key.name));
    return first === undefined ? key : { ...first, name: key.name };
  });
  const branches = state.branches.map((branch): BranchState => ({
    ...branch,
    keys: new Map(
      [...merged].map(([name, key]): [string, Value] => [
        name,
        branch.keys.get(key) ?? { kind: "opaque", construct, span: plan.span },
      ]),
    ),
    aggregates: new Map(
      plan.aggregates.map((each): [string, NamedAggregate | Obstacle] => [
        each.name,
        composeAggregate(each, branch, group) ?? { construct, span: each.span },
      ]),
    ),
  }));
  const steps = plan.aggregates.map(aggregateStep);
  const columns = new Map<string, Value>(
    plan.aggregates.map(({ name, span }, index) => {
      const step = steps[index];
      const own = step === undefined ? [] : [step];
      return [name, { kind: "known", expression: fieldReference(name, span), steps: own }];
    }),
  );
  const aggregate = buildAggregate(group.aggregate.input, keys, [], plan.span);
  return withSteps(
    {
      ...state,
      branches,
      group: {
        aggregate: { ...aggregate, aggregates: plan.aggregates, row: plan.row },
        columns,
        conditions: [],
        keys: keys.map(({ name }) => name),
        ...(group.chosen === undefined ? {} : { chosen: chosenAs(group.chosen, merged) }),
      },
    },
    steps,
  );
}

/** What was chosen of, by the names before and after a second grouping. */
function chosenAs(chosen: ReadonlySet<string>, merged: ReadonlyMap<string, string>): ReadonlySet<string> {
  return new Set([...chosen, ...[...merged].flatMap(([name, key]) => (chosen.has(key) ? [name] : []))]);
}

/** An aggregate over groups as one over the events, where it is the same. */
function composeAggregate(
  each: NamedAggregate,
  branch: BranchState,
  group: GroupState,
): NamedAggregate | undefined {
  const { argument } = each;
  if (argument?.kind !== "field" || each.condition !== undefined) return undefined;
  const key = keyOf(group, argument.name);
  const value = key === undefined ? undefined : branch.keys.get(key);
  if (value?.kind === "known" && setLike.has(each.function)) return { ...each, argument: value.expression };
  const inner = groupValue(group, argument.name);
  if (inner.kind !== "known" || inner.expression.kind !== "field") return undefined;
  const first = branch.aggregates.get(inner.expression.name);
  if (first === undefined || !("function" in first)) return undefined;
  const same = first.function === each.function && setLike.has(each.function);
  const total = each.function === "sum" && (first.function === "count" || first.function === "sum");
  if (total || (same && each.function !== "distinct-count")) return { ...first, name: each.name };
  return undefined;
}

export function aggregateStep({ name, span }: NamedAggregate): Decoration {
  return { what: `aggregate \`${name}\``, span };
}

/** The tests of a condition over grouped rows, apart: those that read only keys and those that read aggregates. */
export function splitCondition(
  condition: ScalarExpression,
  group: GroupState,
): { readonly onKeys: readonly ScalarExpression[]; readonly onAggregates: readonly ScalarExpression[] } {
  const keys = new Set(group.aggregate.keys.map(({ name }) => name));
  const parts = condition.kind === "and" ? condition.operands : [condition];
  const onKeys = parts.filter((part) => [...fieldsOf(part)].every((name) => keys.has(name)));
  const onAggregates = parts.filter((part) => !onKeys.includes(part));
  return { onKeys, onAggregates };
}
