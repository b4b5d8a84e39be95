/** What a value can be. A field of an event has no fixed type in SPL; the catalog may know better. */
export type ValueType = "text" | "number" | "boolean" | "time" | "ip" | "unknown";

export interface Column {
  readonly type: ValueType;
  /** Whether the column can hold several values; `unknown` for a field the catalog does not know. */
  readonly multivalue: boolean | "unknown";
  /** False when every row has a value. */
  readonly nullable: boolean;
}

/**
 * The columns of a row. A row is open while it may have more columns than are listed: the fields of an event, or what
 * values name (`chart … by a b`). It is closed once `stats`, `table` or `fields` said what it has; to name another field
 * of a closed row is an error.
 */
export interface RowType {
  readonly columns: ReadonlyMap<string, Column>;
  readonly open: false | "fields" | "values";
  /** Fields that an open row has lost (`fields - x`, the old name of a `rename`). */
  readonly removed: ReadonlySet<string>;
}

export const unknownColumn: Column = { type: "unknown", multivalue: "unknown", nullable: true };

/** The column of that name: a listed one, an unlisted one of an open row, or `undefined` where it cannot exist. */
export function columnOf(row: RowType, name: string): Column | undefined {
  const column = row.columns.get(name);
  if (column !== undefined) return column;
  return row.open && !row.removed.has(name) ? unknownColumn : undefined;
}
