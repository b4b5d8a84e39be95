import type { LogSource } from "../../plan/log-source.js";
import { fieldOf } from "../../plan/log-source.js";
import type { Column, RowType } from "../../plan/row-type.js";

const text: Column = { type: "text", multivalue: false, nullable: false };

/** Fields that every event of an index has. */
const defaultFields: readonly (readonly [string, Column])[] = [
  ["_time", { type: "time", multivalue: false, nullable: false }],
  ["_raw", text],
  ["host", text],
  ["source", text],
  ["sourcetype", text],
  ["index", text],
];

/** Names that an event may have, but `spath` and `xmlkv` cannot bring. */
export function isDefaultField(name: string): boolean {
  return name.startsWith("_") || defaultFields.some(([field]) => field === name);
}

/**
 * The open row of a source's events: the default fields, the fields that the catalog lists, and those of its families
 * that the search mentions. A field that a data model fills has always a value.
 */
export function sourceRow(source: LogSource, mentioned: Iterable<string>): RowType {
  const columns = new Map<string, Column>(defaultFields);
  const names = new Set([...source.fields.keys(), ...mentioned]);
  for (const name of names) {
    const field = fieldOf(source, name);
    // A name with the prefix of a data set is another spelling, not another column.
    if (field === undefined || field.name !== name) continue;
    columns.set(name, {
      type: field.type,
      multivalue: field.multivalue,
      nullable: !field.always && field.fill === undefined && columns.get(name)?.nullable !== false,
    });
  }
  return { columns, open: "fields", removed: new Set() };
}
