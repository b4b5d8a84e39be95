import type { Content, LookupTable } from "../../content/model.js";
import { lookupRowsOf } from "../../evaluate/lookup-rows.js";
import type { Artifact, CompiledDetection, TextOf } from "../../target/backend.js";
import { lookupArtifacts } from "../shared/lookup-artifacts.js";

const prefix = "lookup_";

/** What a dataset and a column of one can be called: letters, digits and underscores, no digit first. */
const plain = /^[A-Za-z_]\w*$/u;

/** The lookup dataset that a table is kept in; `undefined` where names of the table can be none there. */
export function lookupDataset(
  { name, columns }: LookupTable,
  lookups: ReadonlyMap<string, LookupTable>,
): string | undefined {
  const folded = name.toLowerCase();
  const same = [...lookups.keys()].filter((other) => other.toLowerCase() === folded);
  const isUnique = new Set(columns.map((column) => column.toLowerCase())).size === columns.length;
  const isPlain = plain.test(`${prefix}${name}`) && columns.every((column) => plain.test(column));
  return isPlain && isUnique && same.length === 1 ? `${prefix}${folded}` : undefined;
}

/** The lookup datasets that the queries ask: the request that creates each, and its rows where they are known. */
export function lookupFiles(
  compiled: readonly CompiledDetection[],
  content: Content,
  textOf: TextOf,
): readonly Artifact[] {
  return lookupArtifacts(compiled, content, (table, dataset) => {
    const path = `cortex/lookups/${dataset}`;
    return [
      { path: `${path}.json`, text: requestText(table, dataset) },
      { path: `${path}_rows.json`, text: textOf(table, "rows of a dataset", () => rowsText(table)) },
    ];
  });
}

/**
 * The body of the request that creates a dataset whose columns are texts.
 *
 * @see https://docs-cortex.paloaltonetworks.com/r/Cortex-XSIAM-Platform-APIs/Add-Dataset
 */
function requestText(table: LookupTable, dataset: string): string {
  const columns = table.columns.filter((column) => column !== "_key");
  const request = {
    request_data: {
      dataset_name: dataset,
      dataset_type: "lookup",
      dataset_schema: Object.fromEntries(columns.map((column) => [column, "text"])),
    },
  };
  return `${JSON.stringify(request, undefined, 2)}\n`;
}

/** The rows as objects of texts, one a line; an empty cell is no value. */
function rowsText(table: LookupTable): string {
  const rows = lookupRowsOf(table)?.rows ?? [];
  if (rows.length === 0) return "";
  return `[\n${rows.map((row) => JSON.stringify(Object.fromEntries(row))).join(",\n")}\n]\n`;
}
