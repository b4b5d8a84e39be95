import type { ValueType } from "../../../plan/row-type.js";

/** https://learn.microsoft.com/kusto/query/scalar-data-types */
export type KqlType =
  "string" | "int" | "long" | "real" | "decimal" | "bool" | "datetime" | "timespan" | "guid" | "dynamic";

const types: ReadonlySet<string> = new Set<KqlType>([
  "string",
  "int",
  "long",
  "real",
  "decimal",
  "bool",
  "datetime",
  "timespan",
  "guid",
  "dynamic",
]);

/** The type of that name in a table's description; `double` is another name of `real`, `boolean` of `bool`. */
export function kqlTypeOf(name: string): KqlType {
  if (name === "double") return "real";
  if (name === "boolean") return "bool";
  if (isKqlType(name)) return name;
  throw new Error(`\`${name}\` is not a type of KQL`);
}

function isKqlType(name: string): name is KqlType {
  return types.has(name);
}

export function isNumeric(type: KqlType): boolean {
  return type === "int" || type === "long" || type === "real" || type === "decimal";
}

/** What a function that gives such a value gives in KQL. */
export function kqlTypeFor(type: ValueType): KqlType {
  switch (type) {
    case "number":
      return "real";
    case "boolean":
      return "bool";
    case "time":
      return "datetime";
    case "text":
    case "ip":
    case "unknown":
      return "string";
  }
}
