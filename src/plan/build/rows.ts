import type { ScalarExpression } from "../expression.js";
import type { Column, RowType } from "../row-type.js";
import { columnOf } from "../row-type.js";

/** A row that has these columns and no others. */
export function closedRow(columns: Iterable<readonly [string, Column]>): RowType {
  return { columns: new Map(columns), open: false, removed: new Set() };
}

/** What a row may have beside its listed columns that is made of rows of these types. */
export function anyOpen(rows: readonly RowType[]): RowType["open"] {
  const open = rows.map((row) => row.open);
  return open.find((each) => each === "values") ?? open.find((each) => each !== false) ?? false;
}

/** A row with these columns set, in the order that they are added; an open row stays open. */
export function withColumns(row: RowType, added: Iterable<readonly [string, Column]>): RowType {
  const columns = new Map(row.columns);
  const removed = new Set(row.removed);
  for (const [name, column] of added) {
    columns.set(name, column);
    removed.delete(name);
  }
  return { columns, open: row.open, removed };
}

/** A row without these columns; an open row remembers that it lost them. */
export function withoutColumns(row: RowType, names: Iterable<string>): RowType {
  const columns = new Map(row.columns);
  const removed = new Set(row.removed);
  for (const name of names) {
    columns.delete(name);
    if (row.open) removed.add(name);
  }
  return { columns, open: row.open, removed };
}

/** A row whose listed columns are known to have a value. */
export function withPresent(row: RowType, names: Iterable<string>): RowType {
  const present: [string, Column][] = [];
  for (const name of names) {
    const column = columnOf(row, name);
    if (column?.nullable === true) present.push([name, { ...column, nullable: false }]);
  }
  return present.length === 0 ? row : withColumns(row, present);
}

/** Fields that have a value in every row for which the predicate is true. */
export function presentWhenTrue(predicate: ScalarExpression): ReadonlySet<string> {
  switch (predicate.kind) {
    case "and":
      return new Set(predicate.operands.flatMap((operand) => [...presentWhenTrue(operand)]));
    case "or": {
      const [first, ...rest] = predicate.operands.map(presentWhenTrue);
      return new Set([...(first ?? [])].filter((name) => rest.every((other) => other.has(name))));
    }
    case "is-present":
    case "one-of":
    case "match":
      return fieldNames([predicate.value]);
    case "compare":
      return fieldNames([predicate.left, predicate.right]);
    default:
      return new Set();
  }
}

function fieldNames(expressions: readonly ScalarExpression[]): ReadonlySet<string> {
  return new Set(expressions.flatMap((expression) => (expression.kind === "field" ? [expression.name] : [])));
}
