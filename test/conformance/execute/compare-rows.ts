import { singlesOf, textOf, type Row, type Value } from "../../../src/evaluate/value.js";

/** A cell as text that means the same on both sides: numbers by value, moments in seconds, several values as a set. */
export function canonicalCell(value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (Array.isArray(value)) {
    const parts = value.map(canonicalCell).filter((part) => part !== "");
    return parts.length <= 1 ? (parts[0] ?? "") : JSON.stringify([...parts].sort());
  }
  if (typeof value === "object") return JSON.stringify(value);
  if (typeof value === "boolean") return String(value);
  const text = typeof value === "number" ? String(value) : textOf(value as string);
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text))
    return String(Number(Number(text).toPrecision(12)));
  const moment = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.0+)?Z?$/.exec(text);
  if (moment !== null) return String(Date.parse(`${moment[1] ?? ""}T${moment[2] ?? ""}Z`) / 1000);
  // A time that a search shows as `%c` stays one in a target.
  const shown = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/.test(text);
  return shown ? String(Date.parse(`${text} UTC`) / 1000) : text;
}

/** A row of the evaluator, as the cells of these columns, with its texts `shown` as the target has them. */
export function cellsOfRow(
  row: Row,
  columns: readonly string[],
  shown: (value: Value) => Value = (value) => value,
): readonly string[] {
  return columns.map((column) => cell(shown(row.get(column) ?? null)));
}

function cell(value: Value): string {
  return canonicalCell(
    singlesOf(value).map((single) => (typeof single === "boolean" ? textOf(single).toLowerCase() : single)),
  );
}

/** The rows that only one of two multisets has. */
export function multisetDifference(
  left: readonly (readonly string[])[],
  right: readonly (readonly string[])[],
): { readonly onlyLeft: readonly string[]; readonly onlyRight: readonly string[] } {
  const counts = new Map<string, number>();
  for (const row of left) count(counts, JSON.stringify(row), 1);
  for (const row of right) count(counts, JSON.stringify(row), -1);
  const onlyLeft: string[] = [];
  const onlyRight: string[] = [];
  for (const [row, number] of counts)
    for (let at = 0; at < Math.abs(number); at++) (number > 0 ? onlyLeft : onlyRight).push(row);
  return { onlyLeft, onlyRight };
}

function count(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
