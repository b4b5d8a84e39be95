import type { Literal } from "./expression.js";

/** How a step puts its rows in another form: which rows or which columns there are then, only their values say. */
export type ReshapeForm = Pivot | Unpivot | Continuous | Beside;

/**
 * One row for each value of a column, and in it a column for each value of another. A row of the input without a name
 * for a column only says that its row is there.
 */
export interface Pivot {
  readonly kind: "pivot";
  /** The column whose values are the rows; it comes first. */
  readonly row: string;
  /** The column whose values are the names. */
  readonly names: string;
  readonly cells: readonly PivotCell[];
  /** How a column is called; absent: as the value. */
  readonly title?: readonly TitlePart[];
  /** Stands in front of a name that begins with `_`; absent: such a name is not known to be one. */
  readonly hiddenPrefix?: string;
  readonly series: SeriesChoice;
  /** More names than these, all numbers, would be put into bins. */
  readonly bins?: number;
  /** A row stays that has nothing but columns that are left out; absent: that is not known. */
  readonly keepsRows?: true;
  /** Stands in the cells that have no value. */
  readonly fill?: Literal;
}

export interface PivotCell {
  /** The column of the input that the cells have. */
  readonly column: string;
  /** What a cell without a row has, where that is not nothing. */
  readonly empty?: number;
  /** How the cells of several columns become one; absent: that is not known. */
  readonly merge?: "sum" | "minimum" | "maximum";
}

export type TitlePart =
  { readonly kind: "text"; readonly text: string } | { readonly kind: "cell" } | { readonly kind: "value" };

/** Which names get a column of their own. */
export interface SeriesChoice {
  /** Absent: all. */
  readonly kept?:
    | {
        readonly kind: "rank";
        readonly order: "top" | "bottom";
        readonly count: number;
        readonly negated: boolean;
      }
    | { readonly kind: "compare"; readonly operator: "<" | ">"; readonly value: number };
  /** What is ranked or compared: an aggregate over a column of the input; absent: that is not known. */
  readonly score?: { readonly column: string; readonly function: "sum" | "average" | "minimum" | "maximum" };
  /** The column that the others become together. */
  readonly other?: string;
  /** The flag of the rows that have no name but belong to a column of their own, and what that is called. */
  readonly missing?: { readonly flag: string; readonly name: string };
}

/** One row for each column of a row but one: its name and its value. */
export interface Unpivot {
  readonly kind: "unpivot";
  /** The column that every row keeps. */
  readonly row: string;
  readonly names: string;
  readonly values: string;
}

/** Adds a row for every bucket of time between two others that has none. */
export interface Continuous {
  readonly kind: "continuous";
  readonly column: string;
  readonly size: number;
  readonly unit: BucketUnit;
  /** Where the buckets begin and end; absent: with those that are there. */
  readonly range?: { readonly earliest: string; readonly latest: string };
  /** A bucket that the range cuts stays; false only where there is a range. */
  readonly keepCut: boolean;
  /** What the columns of an added row have. */
  readonly empty: readonly { readonly column: string; readonly value: number }[];
}

/** Puts row n of one search beside row n of another; the column `side` tells their rows apart. */
export interface Beside {
  readonly kind: "beside";
  /** 1 for the rows that stay, and 2 for those that give them their columns, without the internal ones. */
  readonly side: string;
  /** Whose value stays where both have a column: that of the second when true. */
  readonly overwrite: boolean;
}

/** The units of the function `bucket` that divide time. */
export type BucketUnit = "second" | "day" | "week" | "month" | "year";

/** The columns of its input that a pivot reads. */
export function columnsRead({ row, names, cells, series }: Pivot): readonly string[] {
  const { score, missing } = series;
  return [
    row,
    names,
    ...cells.map(({ column }) => column),
    ...(score === undefined ? [] : [score.column]),
    ...(missing === undefined ? [] : [missing.flag]),
  ];
}

/** What a step makes of its rows, in words. */
export function reshapeWords(form: ReshapeForm): string {
  switch (form.kind) {
    case "pivot":
      return `a column for each value of \`${form.names}\``;
    case "unpivot":
      return "a row for each column";
    case "continuous":
      return "rows for the spans of time without events";
    case "beside":
      return "one row of each two rows with the same number";
  }
}
