import type { SourceText } from "../source/source-text.js";
import type { FunctionName } from "./functions/index.js";

/** A lookup that an app of Splunk's brings and a site fills: its columns are known and its rows are not. */
export interface ShippedLookup {
  readonly name: string;
  readonly app: string;
  readonly description: string;
  readonly columns: readonly string[];
  readonly matchTypes: ReadonlyMap<string, "wildcard" | "cidr">;
  readonly caseSensitive: boolean;
  readonly adds?: AddedFields;
  /** The column whose values a list of the table has one by one, and the column that tells which are of one row. */
  readonly together?: { readonly column: string; readonly by: string };
  readonly computes?: ComputedColumn;
  readonly file: SourceText;
}

/** A column that the script of a lookup computes out of another. */
export interface ComputedColumn {
  readonly column: string;
  readonly function: FunctionName;
  readonly of: string;
}

/** Columns that Splunk adds to events without being asked: `dest_category` to an event whose `dest` is the key of a row. */
export interface AddedFields {
  readonly key: string;
  /** Fields that are compared; the columns are added behind their names. */
  readonly to: readonly string[];
  readonly columns: readonly string[];
}

/** A field of an event as a column of a lookup, and the field that is compared. */
export interface AddedField {
  readonly table: string;
  readonly key: string;
  readonly comparedField: string;
  readonly column: string;
}

/** The lookup that adds a field of this name to events; `undefined` where none does. */
export function addedField(lookups: readonly ShippedLookup[], name: string): AddedField | undefined {
  for (const { name: table, adds } of lookups)
    for (const comparedField of adds?.to ?? []) {
      const column = name.startsWith(`${comparedField}_`) ? name.slice(comparedField.length + 1) : "";
      if (adds?.columns.includes(column) === true) return { table, key: adds.key, comparedField, column };
    }
  return undefined;
}
