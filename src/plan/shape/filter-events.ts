import { call, literal } from "../build/index.js";
import type { ScalarExpression } from "../expression.js";
import { fieldsOf, mapExpression } from "../expression-visitor.js";
import { columnOf, type RowType } from "../row-type.js";
import { typeOf } from "../type-of.js";
import type { Filter } from "../plan.js";
import { simplifyLogic } from "../simplify/simplify-logic.js";
import {
  branchValue,
  groupValue,
  markDeciding,
  other,
  type BranchState,
  type Ended,
  type EventState,
  type GroupState,
} from "./event-state.js";
import { splitCondition } from "./group-events.js";
import { substitute, type Value } from "./substitute.js";

/** Adds a test: to the events, or once they are grouped to the keys of the groups or to their aggregates. */
export function filterEvents(plan: Filter, state: EventState): EventState | Ended {
  const predicate = mapExpression(plan.predicate, (part) => hasValue(part, plan.input.row));
  const step = { ...plan, predicate: simplifyLogic(predicate) };
  if (step.predicate.kind === "literal" && step.predicate.value === true) return state;
  return state.group === undefined ? filterBranches(step, state) : filterGroups(step, state, state.group);
}

/** The presence of a column that has a value in every row is true, whatever the column is. */
function hasValue(part: ScalarExpression, row: RowType): ScalarExpression {
  return part.kind === "is-present" &&
    part.value.kind === "field" &&
    columnOf(row, part.value.name)?.nullable === false
    ? literal(true, part.span)
    : part;
}

function filterBranches(plan: Filter, state: EventState): EventState | Ended {
  let filtered = state;
  const branches: BranchState[] = [];
  for (const branch of state.branches) {
    const written = substitute(plan.predicate, (name) => branchValue(branch, plan.input.row, name));
    if (written.kind === "opaque") return other(written.obstacle);
    const predicate = simplifyLogic(written.expression);
    branches.push({ ...branch, predicates: [...branch.predicates, predicate] });
    filtered = markDeciding(filtered, written.steps);
  }
  return { ...filtered, branches };
}

function filterGroups(plan: Filter, state: EventState, group: GroupState): EventState | Ended {
  const written = substitute(plan.predicate, (name) => groupValue(group, name));
  if (written.kind === "opaque") return other(written.obstacle);
  const { onKeys, onAggregates } = splitCondition(simplifyLogic(written.expression), group);
  const branches: BranchState[] = [];
  const chosen = new Set(group.chosen);
  for (const test of onKeys)
    for (const name of fieldsOf(test)) {
      if (!holdsSeveral(group, name)) continue;
      if (chosen.has(name) || !asksForAnyValue(test))
        return other({ construct: `key \`${name}\``, span: group.aggregate.span });
      chosen.add(name);
    }
  for (const branch of state.branches) {
    const predicates = [...branch.predicates];
    for (const test of onKeys) {
      const onEvents = substitute(test, (name) => filledKey(branch, group, name));
      if (onEvents.kind === "opaque") return other(onEvents.obstacle);
      predicates.push(onEvents.expression);
    }
    branches.push({ ...branch, predicates });
  }
  const conditions = [...group.conditions, ...onAggregates];
  return {
    ...markDeciding(state, written.steps),
    branches,
    group: { ...group, conditions, ...(chosen.size === 0 ? {} : { chosen }) },
  };
}

/** Whether an event may hold several values of a key, so that it is in a group for each. */
function holdsSeveral({ aggregate }: GroupState, name: string): boolean {
  const key = aggregate.keys.find((each) => each.name === name);
  return key !== undefined && typeOf(key.expression, aggregate.input.row).multivalue === true;
}

/**
 * Whether an event is in a group that passes exactly when the test of all its values passes: the test asks one field
 * for a value, or for one of several. A second test of the field might be passed by another value.
 */
function asksForAnyValue(test: ScalarExpression): boolean {
  if (fieldsOf(test).size !== 1) return false;
  switch (test.kind) {
    case "or":
      return test.operands.every(asksForAnyValue);
    case "compare":
      return test.operator === "=" && test.left.kind === "field" && test.right.kind === "literal";
    case "one-of":
    case "match":
      return test.value.kind === "field";
    default:
      return false;
  }
}

/** A key over the fields of the source, with the text that stands in where it is missing. */
function filledKey(branch: BranchState, group: GroupState, name: string): Value {
  const value = branch.keys.get(name);
  const key = group.aggregate.keys.find((each) => each.name === name);
  if (value === undefined || key === undefined)
    return { kind: "opaque", construct: `key \`${name}\``, span: group.aggregate.span };
  if (value.kind === "opaque" || key.fill === undefined) return value;
  return {
    kind: "known",
    expression: call("coalesce", [value.expression, key.fill], group.aggregate.input.row, key.span),
    steps: value.steps,
  };
}
