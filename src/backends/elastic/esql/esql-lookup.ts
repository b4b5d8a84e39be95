import type { RowValue } from "../../shared/rows/row-value.js";
import {
  refusal,
  type AskedTable,
  type FoundTable,
  type RowRefusal,
} from "../../shared/rows/rows-language.js";
import { call, name, operation } from "../../shared/expression.js";
import { cellsObject, keysObject, lookupIndex } from "../lookup-index.js";
import type { EsqlSource } from "./esql-rows.js";

/**
 * `LOOKUP JOIN` of a lookup index, which has one document for each key, so that a row stays one. It compares keywords by
 * their letters, and a row that lacks a key meets no document. All columns of the index come with it: they have names
 * that no event has, and the next join writes over them.
 *
 * @see https://www.elastic.co/docs/reference/query-languages/esql/commands/lookup-join
 */
export function esqlLookup({
  table,
  keyed,
  keys,
  outputs,
  taken,
  context,
}: AskedTable): FoundTable<EsqlSource> | RowRefusal {
  const columns = keys.map(({ column }) => column);
  const index = lookupIndex(table, columns, context.content.lookups);
  if (index === undefined) return refusal("its name or a column of it can be none of an index");
  if (
    [...taken].some((column) => column.startsWith(`${cellsObject}.`) || column.startsWith(`${keysObject}.`))
  )
    return refusal(`the events have columns below \`${cellsObject}\`, where those of the lookup stand`);
  const compared = keys.map(({ column, value }) => ({
    name: `${keysObject}.${column}`,
    expression: table.caseSensitive ? value.expression : call("TO_LOWER", value.expression),
  }));
  const rows = keyed.rows ?? [];
  const cell = (column: string): RowValue => ({
    expression: name(`${cellsObject}.${column}`),
    type: "text",
    // The values of a column are kept sorted, and each once.
    column: "keyword",
    several: keyed.rows === undefined || rows.some(({ cells }) => (cells.get(column)?.length ?? 0) > 1),
  });
  const [first = ""] = columns;
  return {
    stages: [
      ...compared.map(({ name: key, expression }) => ({ kind: "assign", name: key, expression }) as const),
      {
        kind: "lookup",
        name: index,
        keys: columns,
        on: compared.map(({ name: key }) => key),
        filledBySite: keyed.rows === undefined,
      },
    ],
    columns: new Map(outputs.map((column) => [column, cell(column)])),
    met: operation("IS NOT NULL", name(`${cellsObject}.${first}`)),
    names: [],
    place: index,
  };
}
