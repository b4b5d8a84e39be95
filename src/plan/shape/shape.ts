import type { Span } from "../../source/source-text.js";
import type { ScalarExpression } from "../expression.js";
import type { Aggregate, GroupKey, NamedAggregate, Scan } from "../plan.js";

/**
 * What a plan is as a detection, seen from its end. Event languages (EQL, Sigma) can hold `events`; correlation
 * languages also some `threshold`s; the rest needs a query language.
 */
export type Shape =
  EventShape | ThresholdShape | MeetingShape | FirstSeenShape | CorrelationShape | OtherShape;

/**
 * Every event that passes the predicates fires; aggregates, if any, only group what was found, and nothing filters
 * on them.
 */
export interface EventShape {
  readonly kind: "events";
  readonly branches: readonly EventBranch[];
  /** The grouping of the outermost aggregate in terms of the events' own fields, where it has one. */
  readonly keys: readonly GroupKey[];
  readonly decoration: readonly Decoration[];
}

/** Events of one source that pass one predicate. */
export interface EventBranch {
  readonly scan: Scan;
  /**
   * Over fields of the scan only: computed columns are written out, group keys without a fill have become tests for
   * presence. Absent: every event.
   */
  readonly predicate?: ScalarExpression;
}

/** Groups fire when an aggregate passes a test: `stats count by k | where count > 10`. */
export interface ThresholdShape {
  readonly kind: "threshold";
  readonly branches: readonly EventBranch[];
  readonly aggregate: Aggregate;
  /** Keys and aggregates in terms of the events' own fields. */
  readonly keys: readonly GroupKey[];
  readonly aggregates: readonly NamedAggregate[];
  /** Over the aggregate's columns. */
  readonly condition: ScalarExpression;
  /** `bin _time span=…`: the width of the window in seconds, and its key. */
  readonly bucketSeconds?: number;
  readonly decoration: readonly Decoration[];
}

/** Groups fire when each of several searches finds events with their keys: `stats … by k | join k [search … ]`. */
export interface MeetingShape {
  readonly kind: "meeting";
  readonly sides: readonly MeetingSide[];
  /** The width of the window in seconds, where the keys hold a `bin _time` of all sides. */
  readonly bucketSeconds?: number;
  readonly decoration: readonly Decoration[];
  /** A `dedup` by other columns than the keys: of groups that share those it shows one. */
  readonly hiding?: Decoration;
  /** e.g. `a join`, and its place. */
  readonly construct: string;
  readonly span: Span;
}

/** One of the searches that have to agree; its keys in the order of all sides. */
export interface MeetingSide {
  readonly branches: readonly EventBranch[];
  readonly keys: readonly GroupKey[];
}

/** Groups fire when they were not seen before: an anti-join or an `earliest` test against history. */
export interface FirstSeenShape {
  readonly kind: "first-seen";
  readonly keys: readonly string[];
  readonly historySeconds?: number;
  readonly span: Span;
}

/** Several searches have to agree: a join, a transaction, a subsearch. */
export interface CorrelationShape {
  readonly kind: "correlation";
  readonly construct: string;
  readonly span: Span;
}

export interface OtherShape {
  readonly kind: "other";
  /** What makes it so, e.g. `eventstats`. */
  readonly construct: string;
  readonly span: Span;
}

/** A step that changes what a result shows and not whether there is one. */
export interface Decoration {
  /** e.g. ``aggregate `count` ``, ``column `firstTime` ``, `sort`. */
  readonly what: string;
  readonly span: Span;
}
