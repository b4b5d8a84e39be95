import type { WildcardPattern } from "../../grammar/ast.js";
import type { Span } from "../source/source-text.js";
import type { Literal, ScalarExpression } from "./expression.js";
import type { ReshapeForm } from "./reshape.js";
import type { RowType } from "./row-type.js";

/** What a search computes: a tree of relational steps, each with the row it gives. Nothing in it is peculiar to SPL. */
export type LogicalPlan =
  | Scan
  | Filter
  | Extend
  | EachField
  | Project
  | Rename
  | Aggregate
  | Window
  | Sort
  | Limit
  | Distinct
  | Join
  | Union
  | Unnest
  | Lookup
  | Transaction
  | Reshape;

export type PlanKind = LogicalPlan["kind"];

interface PlanNode<Kind extends string> {
  readonly kind: Kind;
  readonly row: RowType;
  readonly span: Span;
}

/** The events of one log source, or the rows of a table that the search names. */
export interface Scan extends PlanNode<"scan"> {
  readonly source: ScanSource;
  /** `earliest=` and `latest=` written in the search; the schedule gives the range otherwise. */
  readonly time?: TimeRange;
  /** The form of the log that the search names, where it does not leave open which one holds its events. */
  readonly format?: LogFormat;
}

/** How a log that comes in several forms was written: Windows events are XML, or the text of the classic viewer. */
export type LogFormat = "xml" | "text";

export type ScanSource =
  /** A log source of the catalog, by its id. */
  | { readonly kind: "log"; readonly id: string }
  /** `| inputlookup t`. */
  | { readonly kind: "lookup"; readonly table: string }
  /** `| makeresults`: rows that have only `_time`. */
  | { readonly kind: "rows"; readonly count: number };

export interface TimeRange {
  /** Splunk's relative time, e.g. `-24h@h`, or epoch seconds as text. */
  readonly earliest?: string;
  readonly latest?: string;
  readonly span: Span;
}

/** Keeps the rows whose predicate is true. */
export interface Filter extends PlanNode<"filter"> {
  readonly input: LogicalPlan;
  readonly predicate: ScalarExpression;
}

/** Sets columns one after the other; a later one sees the earlier ones. */
export interface Extend extends PlanNode<"extend"> {
  readonly input: LogicalPlan;
  readonly columns: readonly NamedExpression[];
}

export interface NamedExpression {
  readonly name: string;
  readonly expression: ScalarExpression;
  readonly span: Span;
}

/**
 * Sets columns once for every field of the rows that a pattern names (`foreach` over events): which fields these are is
 * known only when the rows are there. In the names of the columns and of the fields that they read, `<<FIELD>>`
 * and its like stand for the field's name; `each-field.ts` writes them out.
 */
export interface EachField extends PlanNode<"each-field"> {
  readonly input: LogicalPlan;
  readonly fields: readonly WildcardPattern[];
  readonly columns: readonly NamedExpression[];
}

/** Keeps exactly these columns, in this order. */
export interface Project extends PlanNode<"project"> {
  readonly input: LogicalPlan;
  readonly columns: readonly string[];
}

/** Renames columns, all at once. A source that a row lacks empties the target. */
export interface Rename extends PlanNode<"rename"> {
  readonly input: LogicalPlan;
  readonly columns: readonly { readonly from: string; readonly to: string; readonly span: Span }[];
}

/**
 * One row per combination of the keys, or exactly one row without keys. A row that lacks a key is left out unless the
 * key has a fill. A key with several values puts the row into the group of each.
 */
export interface Aggregate extends PlanNode<"aggregate"> {
  readonly input: LogicalPlan;
  readonly keys: readonly GroupKey[];
  readonly aggregates: readonly NamedAggregate[];
}

export interface GroupKey {
  readonly name: string;
  readonly expression: ScalarExpression;
  /** The value that stands in for a missing one (`tstats fillnull_value=`). */
  readonly fill?: Literal;
  readonly span: Span;
}

export interface NamedAggregate {
  readonly name: string;
  readonly function: AggregateFunction;
  /** Absent for `count` of rows. */
  readonly argument?: ScalarExpression;
  /** Counts only rows where this is true: `count(eval(…))`. */
  readonly condition?: ScalarExpression;
  /** The number of a percentile. */
  readonly parameter?: number;
  readonly span: Span;
}

export type AggregateFunction =
  | "count"
  | "distinct-count"
  | "estimated-distinct-count"
  | "sum"
  | "average"
  | "minimum"
  | "maximum"
  | "range"
  | "sum-of-squares"
  | "standard-deviation"
  | "population-standard-deviation"
  | "variance"
  | "population-variance"
  | "median"
  | "mode"
  | "percentile"
  | "values"
  | "list"
  | "first"
  | "last"
  | "earliest"
  | "latest"
  | "earliest-time"
  | "latest-time"
  | "rate";

/** Adds aggregates to every row: over its whole group (`eventstats`) or over the rows up to it (`streamstats`). */
export interface Window extends PlanNode<"window"> {
  readonly input: LogicalPlan;
  readonly keys: readonly GroupKey[];
  readonly aggregates: readonly NamedAggregate[];
  readonly frame: WindowFrame;
}

export type WindowFrame =
  | { readonly kind: "group" }
  | {
      readonly kind: "running";
      readonly includeCurrent: boolean;
      /** The last so many rows; absent: all. */
      readonly rows?: number;
      /** The last so many seconds of `_time`. */
      readonly seconds?: number;
      /** One window over all groups instead of one for each. */
      readonly global: boolean;
      readonly resetOnChange: boolean;
      readonly resetBefore?: ScalarExpression;
      readonly resetAfter?: ScalarExpression;
    };

/** Orders the rows; a missing value comes last either way. Keeps the first `limit` where one is set. */
export interface Sort extends PlanNode<"sort"> {
  readonly input: LogicalPlan;
  readonly keys: readonly SortKey[];
  readonly limit?: number;
}

export interface SortKey {
  readonly name: string;
  readonly descending: boolean;
  readonly type: "auto" | "text" | "ip" | "number";
  readonly span: Span;
}

/** The first or last rows in the order that the input has; a search gives the newest event first. */
export interface Limit extends PlanNode<"limit"> {
  readonly input: LogicalPlan;
  readonly count: number;
  readonly from: "first" | "last";
}

/** The first `count` rows of each combination of values, in the order of the input (`dedup`). */
export interface Distinct extends PlanNode<"distinct"> {
  readonly input: LogicalPlan;
  readonly columns: readonly string[];
  readonly count: number;
  /** Rows that lack one of the columns are kept instead of left out. */
  readonly keepMissing: boolean;
  /** Only neighbours count as duplicates. */
  readonly consecutive: boolean;
  /** Duplicates stay, without the columns. */
  readonly clearOnly: boolean;
  readonly order: readonly SortKey[];
}

/** Rows of two inputs with equal keys. */
export interface Join extends PlanNode<"join"> {
  readonly input: LogicalPlan;
  readonly right: LogicalPlan;
  readonly type: "inner" | "left" | "semi" | "anti";
  readonly keys: readonly { readonly left: string; readonly right: string }[];
  /** How many rows of the right side a row may meet; absent: all. */
  readonly max?: number;
  /** Whose value stays where both sides have a column: the right one's when true. */
  readonly overwrite: boolean;
  /** How keys are compared: a subsearch becomes a comparison of `search`, which ignores case; `join` does not. */
  readonly caseSensitive: boolean;
}

/** The rows of all inputs, one after the other; a column that one lacks is missing there. */
export interface Union extends PlanNode<"union"> {
  readonly inputs: readonly LogicalPlan[];
}

/** One row per value of a multivalue column (`mvexpand`). */
export interface Unnest extends PlanNode<"unnest"> {
  readonly input: LogicalPlan;
  readonly column: string;
  readonly limit?: number;
}

/** Adds columns from a lookup table. */
export interface Lookup extends PlanNode<"lookup"> {
  readonly input: LogicalPlan;
  readonly table: string;
  /** A column of the table, and the field of the row that has to match it, or that takes its value. */
  readonly keys: readonly { readonly column: string; readonly field: string }[];
  readonly outputs: readonly { readonly column: string; readonly field: string }[];
  /** Overwrites what the row has, or leaves a row that has the outputs as it is. */
  readonly mode: "overwrite" | "keep-existing";
}

/**
 * Makes one row of the rows that belong together: those that agree in the keys they have, until a row starts the next
 * group (`starts`, `ends`) or would make the group too long. The rows come newest first. A group has the time of its
 * earliest row, the different values of every column in their order as text, `duration` and `eventcount`.
 */
export interface Transaction extends PlanNode<"transaction"> {
  readonly input: LogicalPlan;
  readonly keys: readonly string[];
  /** A row whose keys a group has none of yet starts one of its own; otherwise it joins. */
  readonly connected: boolean;
  /** A group spans less than so many seconds. */
  readonly maxSpan?: number;
  /** Between two neighbours lie at most so many seconds. */
  readonly maxPause?: number;
  readonly maxRows: number;
  /** Marks the earliest row of a group. */
  readonly starts?: ScalarExpression;
  /** Marks the latest row of a group. */
  readonly ends?: ScalarExpression;
  /** Groups without the row that starts them stay, with 0 as `closed_txn`. */
  readonly keepOpen: boolean;
  /** Columns that keep every value, the earliest row's first, instead of the different ones. */
  readonly lists: "all" | readonly string[];
  /** Stands in a list for the value of a row that has none. */
  readonly missingText: string;
}

/** Puts the rows in another form, in which the values say what rows or columns there are (`chart`, `xyseries`). */
export interface Reshape extends PlanNode<"reshape"> {
  readonly input: LogicalPlan;
  readonly form: ReshapeForm;
}
