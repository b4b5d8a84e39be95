import { parse } from "csv-parse/sync";
import type { FieldCollector } from "../field-collector.js";

/** A record whose columns are known by their place; an empty name leaves a column out, `-` stands for nothing. */
export function extractColumns(
  raw: string,
  delimiter: string,
  names: readonly string[],
  fields: FieldCollector,
): void {
  const [record] = parse(raw, { delimiter, relax_quotes: true, relax_column_count: true, to: 1 });
  for (const [index, value] of (record ?? []).entries()) {
    const name = names[index] ?? "";
    if (name !== "" && value !== "-") fields.addFirst(name, value);
  }
}
