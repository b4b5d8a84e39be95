import { dumpField } from "../dump-expression.js";
import type { Aggregate, Distinct, GroupKey, Join, LogicalPlan } from "../plan.js";
import { columnOf, type RowType } from "../row-type.js";
import { typeOf } from "../type-of.js";
import { inputsOf } from "../visitor.js";
import {
  branchValue,
  groupValue,
  other,
  withSteps,
  type Ended,
  type EventState,
  type MetState,
} from "./event-state.js";
import { afterDistinct } from "./group-events.js";
import { sameExpression } from "./same-expression.js";
import type { Value } from "./substitute.js";

/**
 * Rows that another search lets pass. What was not seen before, in a table of history or in the events of a longer
 * time, is a first-seen detection; everything else a correlation.
 */
export function joinShape(plan: Join, state: EventState): Ended {
  if (plan.type === "anti" && isHistory(plan.right, state)) {
    return { kind: "first-seen", keys: plan.keys.map(({ left }) => left), span: plan.span };
  }
  return { kind: "correlation", construct: constructs[plan.type], span: plan.span };
}

const constructs = {
  inner: "a join",
  left: "a left join",
  semi: "a subsearch",
  anti: "a subsearch under NOT",
} as const;

/**
 * Rows that meet rows of another search by equal keys: the groups that the keys make fire when both searches find
 * events of theirs. `undefined` where a key is not written over the events of its side, or a side asks more than that.
 */
export function meetRows(plan: Join, state: EventState, right: EventState): EventState | undefined {
  const isPlain = ({ met, group }: EventState) =>
    met === undefined && !group?.conditions.length && !group?.chosen?.size;
  if (plan.type !== "inner" && plan.type !== "semi") return undefined;
  if (!isPlain(state) || !isPlain(right)) return undefined;
  const own = plan.keys.map(({ left }) => keyNamed(left, plan.input.row, state));
  const others = plan.keys.map(({ right: name }) => keyNamed(name, plan.right.row, right));
  const complete = (keys: readonly (GroupKey | undefined)[]) => keys.filter((key) => key !== undefined);
  if (complete(own).length < own.length || complete(others).length < others.length || own.length === 0)
    return undefined;
  // A row that lacks one of several keys is compared by the others.
  if (plan.type === "semi" && own.length > 1 && plan.keys.some((key) => isNullable(key.right, plan.right)))
    return undefined;
  // A comparison that ignores case meets more than groups of equal values do.
  if (!plan.caseSensitive && own.some((key) => key !== undefined && !isNumber(key, plan.input.row)))
    return undefined;
  const met: MetState = {
    other: right,
    own: complete(own),
    others: complete(others),
    names: plan.keys.map(({ left }) => left),
    construct: constructs[plan.type],
    span: plan.span,
  };
  return { ...state, met };
}

function isNullable(name: string, { row }: LogicalPlan): boolean {
  return columnOf(row, name)?.nullable !== false;
}

function isNumber({ expression }: GroupKey, row: RowType): boolean {
  return typeOf(expression, row).type === "number";
}

/** What a column of the rows is over the fields of all the sources alike. */
export function keyNamed(name: string, row: RowType, state: EventState): GroupKey | undefined {
  const { group, branches } = state;
  const place = branches[0]?.scan.span;
  if (place === undefined) return undefined;
  if (group === undefined) {
    const expression = sameExpression(branches.map((branch) => branchValue(branch, row, name)));
    return expression && { name, expression, span: expression.span };
  }
  const value = groupValue(group, name);
  const key = value.kind === "known" && value.expression.kind === "field" ? value.expression.name : undefined;
  const written = group.aggregate.keys.find((each) => each.name === key);
  if (written === undefined || key === undefined) return undefined;
  const expression = sameExpression(branches.map((branch) => branch.keys.get(key)));
  return expression && { ...written, name, expression };
}

/**
 * A grouping of rows that have met changes nothing about which keys do, as long as it leaves out no row: each key has
 * a value in every row.
 */
export function groupMetRows(plan: Aggregate, state: EventState): EventState | Ended {
  const leavesOut = plan.keys.find(
    ({ expression, fill }) => fill === undefined && typeOf(expression, plan.input.row).nullable,
  );
  if (leavesOut !== undefined || plan.keys.length === 0)
    return other({ construct: "an aggregate over joined rows", span: plan.span });
  return state;
}

/**
 * `dedup` of rows that have met keeps one of those that are alike, as long as it leaves out no row: it has nothing to say
 * of which keys meet, and tells of the other columns only what one of the rows has. By other columns than the keys it
 * hides those of the rows that are not kept.
 */
export function distinctMetRows(plan: Distinct, state: EventState, met: MetState): EventState | Ended {
  const leavesOut = plan.columns.some((name) => columnOf(plan.input.row, name)?.nullable !== false);
  const isPlain = !plan.keepMissing && !plan.consecutive && !plan.clearOnly;
  if (!isPlain || leavesOut) return other({ construct: "`dedup` of joined rows", span: plan.span });
  const { columns, span } = plan;
  const hidden = [...plan.row.columns.keys()].filter((name) => !columns.includes(name));
  const opaque = hidden.map((name): [string, Value] => [
    name,
    { kind: "opaque", construct: "`dedup`", span },
  ]);
  const { group } = state;
  const kept: EventState =
    group === undefined
      ? {
          ...state,
          branches: state.branches.map((each) => ({
            ...each,
            columns: new Map([...each.columns, ...opaque]),
          })),
        }
      : { ...state, group: { ...group, columns: afterDistinct(plan, group) } };
  const step = { what: `\`dedup\` by ${columns.map(dumpField).join(", ")}`, span };
  const hides = !met.names.every((name) => columns.includes(name));
  return withSteps({ ...kept, ...(hides ? { met: { ...met, hiding: step } } : {}) }, [step]);
}

/** A table that holds what was seen, or the same log source with a time range of its own. */
function isHistory(plan: LogicalPlan, state: EventState): boolean {
  if (plan.kind !== "scan") return inputsOf(plan).every((input) => isHistory(input, state));
  const { source, time } = plan;
  if (source.kind !== "log") return source.kind === "lookup";
  const read = state.branches.map((branch) => branch.scan.source);
  return time !== undefined && read.some((each) => each.kind === "log" && each.id === source.id);
}
