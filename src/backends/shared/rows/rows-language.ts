import type { Call, ColumnReference, ScalarExpression } from "../../../plan/expression.js";
import type { NamedAggregate } from "../../../plan/plan.js";
import type { LookupTable } from "../../../content/model.js";
import type { BackendContext } from "../../../target/backend.js";
import type { ScanBinding } from "../../../target/bind.js";
import type { Expression } from "../expression.js";
import type { SimplifyLanguage } from "../simplify.js";
import type { Test } from "../truth.js";
import type { KeyedTable } from "./keyed-table.js";
import type { RowValue } from "./row-value.js";
import type { Stage } from "./row-query.js";

/** Something a language cannot hold. */
export interface RowRefusal {
  readonly refused: string;
}

export function refusal(reason: string): RowRefusal {
  return { refused: reason };
}

export function isRefusal(result: unknown): result is RowRefusal {
  return typeof result === "object" && result !== null && "refused" in result;
}

/** Values that a test or a function is about, as they stand in the query. */
export type ValueOf = (expression: ScalarExpression) => RowValue | undefined;

/** A table that rows are looked up in by equal keys. */
export interface AskedTable {
  readonly table: LookupTable;
  readonly keyed: KeyedTable;
  readonly keys: readonly { readonly column: string; readonly value: RowValue }[];
  /** The columns of the table that are wanted. */
  readonly outputs: readonly string[];
  readonly taken: ReadonlySet<string>;
  readonly context: BackendContext;
}

/** The stages that join a table to the rows, of which each stays one, and what they find. */
export interface FoundTable<Source> {
  readonly stages: readonly Stage<Source>[];
  /** By column of the table: its value in the row of the table that has the keys, and nothing where none has. */
  readonly columns: ReadonlyMap<string, RowValue>;
  /** True where a row of the table has the keys. */
  readonly met: Expression;
  /** Names that the stages use. */
  readonly names: readonly string[];
  /** What the table is called in the product. */
  readonly place: string;
}

/** What the transformation of a plan into stages has to know of a language. */
export interface RowsLanguage<Source> {
  /** As messages name it. */
  readonly title: string;
  /** The key of its function templates. */
  readonly id: string;
  /** Comparisons ignore case, so that the tests of a table's own words need not heed it. */
  readonly ignoresCase: boolean;
  /** What a plan can use of it beyond filters, computed columns and aggregates. */
  readonly can: {
    readonly union: boolean;
    readonly distinct: boolean;
    readonly window: boolean;
    readonly aggregateWithoutKeys: boolean;
    /** An aggregate takes a column, and no expression. */
    readonly aggregateOnlyColumns: boolean;
  };
  /** Functions over the ordered rows of a group, where it has them: joins are made of those. */
  readonly ordered?: {
    /** The place of a row in its group, from 1 on. */
    readonly place: Expression;
    /** The value of the first row of the group, also where it is missing. */
    first(column: Expression): Expression;
    /** Sorts texts as the search does: numbers by size, then the others. */
    sortKeys(text: Expression): readonly Expression[];
  };
  /** A lookup in a table that is kept beside the events; absent: the product keeps none that a query joins exactly. */
  lookup?(asked: AskedTable): FoundTable<Source> | RowRefusal;
  readonly simplify: SimplifyLanguage;
  source(binding: ScanBinding): Source;
  column(reference: ColumnReference, several: boolean): RowValue;
  /** True exactly where the test of present values is. */
  test(test: Test, valueOf: ValueOf): Expression | RowRefusal | undefined;
  presence(value: RowValue, present: boolean): Expression | RowRefusal;
  conditional(
    arms: readonly (readonly [Expression, RowValue])[],
    otherwise: RowValue | undefined,
  ): RowValue | RowRefusal;
  /** A missing value as a branch, where the language has one beside values of any type. */
  readonly missing?: Expression;
  literal(value: string | number | boolean): RowValue | RowRefusal;
  coalesce(values: readonly RowValue[]): RowValue | RowRefusal;
  /** A value as the text that a function asks for, where the language converts nothing by itself. */
  asText?(value: RowValue): RowValue | RowRefusal;
  /** A function that takes more than a template; `undefined` for one that has a template or nothing. */
  call(call: Call, valueOf: ValueOf): RowValue | RowRefusal | undefined;
  aggregate(
    aggregate: NamedAggregate,
    argument: RowValue | undefined,
    condition: Expression | undefined,
    context: BackendContext,
  ): { readonly expression: Expression; readonly value: Omit<RowValue, "expression"> } | RowRefusal;
  /** A column name for a computed value; `taken` are names in use. */
  columnName(wanted: string, taken: ReadonlySet<string>): string;
  /** Stages that put a computed value under a name, where one assignment does not do. */
  assignment?(
    name: string,
    call: Call,
    valueOf: ValueOf,
  ): { readonly stages: readonly Stage<Source>[]; readonly value: RowValue } | undefined;
}
