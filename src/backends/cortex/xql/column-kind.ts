/** What the type of a dataset's column lets a query do. */
export type XqlColumnKind = "text" | "number" | "boolean" | "enum" | "time" | "json" | "array" | "other";

const kinds: ReadonlyMap<string, XqlColumnKind> = new Map([
  ["string", "text"],
  ["text", "text"],
  ["ip", "text"],
  ["int", "number"],
  ["integer", "number"],
  ["long", "number"],
  ["number", "number"],
  ["float", "number"],
  ["bool", "boolean"],
  ["boolean", "boolean"],
  ["enum", "enum"],
  ["datetime", "time"],
  ["timestamp", "time"],
  ["json", "json"],
  ["object", "json"],
  ["array", "array"],
]);

export function xqlColumnKind(type: string | undefined): XqlColumnKind {
  return type === undefined ? "text" : (kinds.get(type) ?? "other");
}
