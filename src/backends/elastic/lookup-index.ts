import type { LookupTable } from "../../content/model.js";
import { keyedTable } from "../shared/rows/keyed-table.js";

/** The object of a document that holds the cells, and the one that holds the keys as they are compared. */
export const cellsObject = "lookup";
export const keysObject = "lookup_key";

const prefix = "lookup-";

/** Between the keys of a table that is asked by several. */
const separator = "--";

/** Of a name: what an index, and a column of one, can be called without a doubt. */
const plainName = /^[a-z0-9_]+(?:[.-][a-z0-9_]+)*$/u;
const plainColumn = /^\w+$/u;

/**
 * The name of the lookup index that a table is kept in to be asked by some of its columns: one index for each way of
 * asking, since a document of it is found by its key alone. `undefined` where names of the table cannot be told apart there.
 *
 * @see https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-indices-create
 */
export function lookupIndex(
  { name, columns }: LookupTable,
  keys: readonly string[],
  lookups: ReadonlyMap<string, LookupTable>,
): string | undefined {
  const folded = name.toLowerCase();
  const same = [...lookups.keys()].filter((other) => other.toLowerCase() === folded);
  const parts = keys.map((key) => key.toLowerCase());
  const isPlain = plainName.test(folded) && columns.every((column) => plainColumn.test(column));
  const isUnique = new Set(columns.map((column) => column.toLowerCase())).size === columns.length;
  return isPlain && isUnique && same.length === 1 ? `${prefix}${folded}-${parts.join(separator)}` : undefined;
}

/** The columns that an index is asked by, out of its name. */
function keysOfIndex({ name, columns }: LookupTable, index: string): readonly string[] {
  const parts = index.slice(`${prefix}${name}-`.length).split(separator);
  return parts.flatMap((part) => columns.find((column) => column.toLowerCase() === part) ?? []);
}

/**
 * The request that creates the index. Keys are kept a second time as they are compared; the cells of a key say that a row
 * was found, and what it is called in the table.
 *
 * @see https://www.elastic.co/docs/reference/elasticsearch/index-settings/index-modules
 */
export function indexRequest(table: LookupTable, index: string): object {
  const keys = keysOfIndex(table, index);
  const compared = table.caseSensitive ? { type: "keyword" } : { type: "keyword", normalizer: "lowercase" };
  const cells = table.columns
    .filter((column) => column !== "_key")
    .map((column) => [
      column,
      keys.includes(column) ? { type: "keyword", copy_to: `${keysObject}.${column}` } : { type: "keyword" },
    ]);
  return {
    settings: { index: { mode: "lookup" } },
    mappings: {
      dynamic: false,
      _meta: {
        description: `The lookup ${table.name}, asked by ${keys.join(" and ")}: one document for each key, with all values that the lookup has for it`,
      },
      properties: {
        [cellsObject]: { properties: Object.fromEntries(cells) },
        [keysObject]: { properties: Object.fromEntries(keys.map((key) => [key, compared])) },
      },
    },
  };
}

/**
 * The documents of an index as the body of a bulk request, which loads none twice; `undefined` for a table whose rows a
 * site keeps.
 */
export function indexDocuments(table: LookupTable, index: string): string | undefined {
  return documentsOf(table, index)
    ?.map((document, at) => `{"create":{"_id":"${at + 1}"}}\n${JSON.stringify(document)}\n`)
    .join("");
}

/** One document for each key. */
export function documentsOf(
  table: LookupTable,
  index: string,
): readonly Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>[] | undefined {
  const keyed = keyedTable(table, keysOfIndex(table, index));
  if (typeof keyed === "string" || keyed.rows === undefined) return undefined;
  return keyed.rows.map(({ cells }) => ({
    [cellsObject]: Object.fromEntries(
      [...cells].map(([column, values]) => {
        const different = [...new Set(values)];
        const [only = ""] = different;
        return [column, different.length > 1 ? different : only];
      }),
    ),
  }));
}
