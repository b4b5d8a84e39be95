import { fieldReference, literal } from "../build/index.js";
import type { ScalarExpression } from "../expression.js";
import type { Aggregate, GroupKey, NamedAggregate, Scan } from "../plan.js";
import type { Span } from "../../source/source-text.js";
import type { RowType } from "../row-type.js";
import { columnOf } from "../row-type.js";
import type { CorrelationShape, Decoration, FirstSeenShape, OtherShape } from "./shape.js";
import type { Obstacle, Value } from "./substitute.js";

/** What is known of a plan up to some step: events that pass, and how they were grouped. */
export interface EventState {
  readonly kind: "events";
  readonly branches: readonly BranchState[];
  /** Present once an aggregate has grouped the events. */
  readonly group?: GroupState;
  /** Present once the rows have met those of another search; its columns are opaque from then on. */
  readonly met?: MetState;
  /** Steps that may turn out to be decoration, in order. */
  readonly steps: readonly Decoration[];
  /** Steps that a test reads. */
  readonly deciding: ReadonlySet<Decoration>;
}

/** Events of one source, with the tests they pass and what each column is over the fields of the source. */
export interface BranchState {
  readonly scan: Scan;
  readonly predicates: readonly ScalarExpression[];
  readonly columns: ReadonlyMap<string, Value>;
  /** Once grouped: the keys and the aggregates over the fields of the source. */
  readonly keys: ReadonlyMap<string, Value>;
  readonly aggregates: ReadonlyMap<string, NamedAggregate | Obstacle>;
}

/** Two searches that meet: the keys of either side over the fields of its sources. */
export interface MetState {
  readonly other: EventState;
  readonly own: readonly GroupKey[];
  readonly others: readonly GroupKey[];
  /** The names of the keys in the rows after. */
  readonly names: readonly string[];
  /** A `dedup` that keeps one row of several keys. */
  readonly hiding?: Decoration;
  readonly construct: string;
  readonly span: Span;
}

export interface GroupState {
  readonly aggregate: Aggregate;
  /** Columns of the row over the columns of the aggregate. */
  readonly columns: ReadonlyMap<string, Value>;
  /** Over the columns of the aggregate. */
  readonly conditions: readonly ScalarExpression[];
  /** The keys that the rows are told apart by in the end; fewer than the aggregate's after a second grouping. */
  readonly keys: readonly string[];
  /** The rows are the events of the groups, and not a row for each group. */
  readonly holdsEvents?: boolean;
  /** Keys of several values of which a test has chosen some: an event is still in groups that did not pass. */
  readonly chosen?: ReadonlySet<string>;
}

/** An analysis that ended: the plan is of a shape that nothing behind can change. */
export type Ended = CorrelationShape | FirstSeenShape | OtherShape;

export function other(obstacle: Obstacle): OtherShape {
  return { kind: "other", construct: obstacle.construct, span: obstacle.span };
}

/** What a column of a branch is; one that no step has set is the field of the source itself. */
export function branchValue(branch: BranchState, row: RowType, name: string): Value {
  const value = branch.columns.get(name);
  if (value !== undefined) return value;
  const { span } = branch.scan;
  const expression = columnOf(row, name) === undefined ? literal(null, span) : fieldReference(name, span);
  return { kind: "known", expression, steps: [] };
}

/** What a column of grouped rows is over the columns of the aggregate. */
export function groupValue(group: GroupState, name: string): Value {
  const value = group.columns.get(name);
  if (value !== undefined) return value;
  const { row, span } = group.aggregate;
  if (group.holdsEvents === true && !row.columns.has(name))
    return { kind: "opaque", construct: "a field of the events of chosen groups", span };
  const expression = row.columns.has(name) ? fieldReference(name, span) : literal(null, span);
  return { kind: "known", expression, steps: [] };
}

export function withSteps(state: EventState, steps: readonly Decoration[]): EventState {
  return { ...state, steps: [...state.steps, ...steps] };
}

export function markDeciding(state: EventState, steps: readonly Decoration[]): EventState {
  return steps.length === 0 ? state : { ...state, deciding: new Set([...state.deciding, ...steps]) };
}
