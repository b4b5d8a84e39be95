import type { Expression } from "../expression.js";

/** A query as stages, for languages that pipe rows from one to the next. */
export interface RowQuery<Source> {
  readonly source: Source;
  readonly stages: readonly Stage<Source>[];
}

export type Stage<Source> =
  | { readonly kind: "where"; readonly predicate: Expression }
  | { readonly kind: "assign"; readonly name: string; readonly expression: Expression }
  /** Floors a column to a span of time; the column is overwritten. */
  | { readonly kind: "bin"; readonly name: string; readonly amount: number; readonly unit: string }
  | {
      readonly kind: "aggregate";
      readonly aggregates: readonly { readonly name: string; readonly expression: Expression }[];
      readonly keys: readonly string[];
    }
  | {
      readonly kind: "window";
      readonly aggregates: readonly { readonly name: string; readonly expression: Expression }[];
      readonly keys: readonly string[];
      /** The order of the rows of a group, for functions that ask for it. */
      readonly order?: readonly StageSortKey[];
    }
  | { readonly kind: "keep"; readonly columns: readonly string[] }
  | { readonly kind: "sort"; readonly keys: readonly StageSortKey[] }
  | { readonly kind: "limit"; readonly count: number }
  | { readonly kind: "unnest"; readonly name: string }
  | {
      readonly kind: "distinct";
      readonly columns: readonly string[];
      /** Which of the rows with equal columns stays: the first in this order. */
      readonly order?: StageSortKey;
    }
  | { readonly kind: "union"; readonly query: RowQuery<Source> }
  | ({ readonly kind: "lookup" } & KeptTable);

/** A table of a lookup that is kept beside the events. */
export interface KeptTable {
  /** Its name there. */
  readonly name: string;
  /** The columns of the table that are compared. */
  readonly keys: readonly string[];
  /** Columns of the query with the values that they are compared with; the table has columns of these names. */
  readonly on: readonly string[];
  /** Its rows are not part of the content. */
  readonly filledBySite: boolean;
}

export interface StageSortKey {
  readonly name: string;
  readonly descending: boolean;
}
