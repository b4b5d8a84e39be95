import type { Single } from "../evaluate/value.js";
import type { FieldFacts } from "./value-for.js";

/** Values of the same kind, each of them another one for each index. */
export function variations(value: Single, index: number, facts: FieldFacts | undefined): readonly Single[] {
  const known = facts?.values ?? [];
  if (known.length > 0) return [known[index % known.length] ?? value];
  if (facts?.type === "ip") return [`203.0.${String(Math.floor(index / 250))}.${String(1 + (index % 250))}`];
  if (typeof value === "number") return [value + index];
  if (typeof value === "boolean") return [value];
  // A number has one spelling: `03` is no other value than `3`.
  if (value.trim() !== "" && !Number.isNaN(Number(value))) return [String(Number(value) + index)];
  return [`${value}${String(index)}`, `${String(index)}${value}`];
}
