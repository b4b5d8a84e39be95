import type { ColumnReference } from "../../plan/expression.js";

/** What a mapping type lets a query do: https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/field-data-types */
export type ColumnKind = "text" | "number" | "boolean" | "ip" | "date" | "full-text" | "other";

const kinds: ReadonlyMap<string, ColumnKind> = new Map([
  ["keyword", "text"],
  ["constant_keyword", "text"],
  ["wildcard", "text"],
  ["long", "number"],
  ["integer", "number"],
  ["short", "number"],
  ["byte", "number"],
  ["unsigned_long", "number"],
  ["double", "number"],
  ["float", "number"],
  ["half_float", "number"],
  ["scaled_float", "number"],
  ["boolean", "boolean"],
  ["ip", "ip"],
  ["date", "date"],
  ["date_nanos", "date"],
  ["text", "full-text"],
  ["match_only_text", "full-text"],
]);

export function columnKind({ type }: ColumnReference): ColumnKind {
  return kinds.get(type) ?? "other";
}
