import type { LookupTable } from "../../../content/model.js";
import { isSiteFilled, lookupRowsOf, type LookupRows } from "../../../evaluate/lookup-rows.js";

/** The rows of a lookup's table that have one key, as a row that meets them takes them. */
export interface KeyedRows {
  /** How many rows of the table have the key, of which a lookup may give the first alone. */
  readonly count: number;
  /** By column: the cells that are not empty, in the order of the table. */
  readonly cells: ReadonlyMap<string, readonly string[]>;
}

/** A lookup's table, told apart by some of its columns. */
export interface KeyedTable {
  readonly columns: readonly string[];
  /** Absent where only whoever keeps the table knows its rows: a KV store. */
  readonly rows?: readonly KeyedRows[];
}

/**
 * The table of a lookup as one row a key; the reason where it is none: columns that match by pattern, or more rows of a
 * key than the lookup gives, are nothing that equality of keys says.
 */
export function keyedTable(table: LookupTable, keys: readonly string[]): KeyedTable | string {
  const columns = table.columns.filter((column) => column !== "_key");
  const lacking = keys.find((key) => !columns.includes(key));
  if (lacking !== undefined) return `it has no column \`${lacking}\``;
  if (isSiteFilled(table))
    return keys.some((key) => table.matchTypes.has(key))
      ? "its patterns are not part of the content"
      : { columns };
  const known = table.kind === "csv" ? lookupRowsOf(table) : undefined;
  if (known === undefined) return "its rows are not part of the content";
  if (keys.some((key) => hasPatterns(known, key))) return "it is asked by patterns or networks";
  const groups = new Map<string, ReadonlyMap<string, string>[]>();
  for (const row of known.rows) {
    const id = JSON.stringify(keys.map((key) => folded(row.get(key) ?? "", known)));
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [row]);
    else group.push(row);
  }
  const isFirst = known.maxMatches === 1;
  if (!isFirst && [...groups.values()].some((group) => group.length > known.maxMatches))
    return "more of its rows may be met than it gives";
  return {
    columns,
    rows: [...groups.values()].map((group) => ({
      count: group.length,
      cells: cellsOf(isFirst ? group.slice(0, 1) : group, columns, keys),
    })),
  };
}

/** A pattern without a wildcard is the text itself. */
function hasPatterns({ matchTypes, rows }: LookupRows, column: string): boolean {
  const type = matchTypes.get(column);
  return (
    type === "cidr" || (type === "wildcard" && rows.some((row) => row.get(column)?.includes("*") === true))
  );
}

function folded(cell: string, { caseSensitive }: LookupRows): string {
  return caseSensitive ? cell : cell.toLowerCase();
}

/** An empty cell is no value; an empty key is met by an empty text. */
function cellsOf(
  group: readonly ReadonlyMap<string, string>[],
  columns: readonly string[],
  keys: readonly string[],
): KeyedRows["cells"] {
  const cells = columns.map((column): readonly [string, readonly string[]] => {
    const values = group.flatMap((row) => row.get(column) ?? (keys.includes(column) ? [""] : []));
    return [column, values];
  });
  return new Map(cells.filter(([, values]) => values.length > 0));
}
