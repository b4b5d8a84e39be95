import type { ExpectedResult } from "../detection/detection.js";
import { singlesOf, textOf, valueOf, type Event, type EventValue, type Row } from "../evaluate/value.js";

/** Says why rows are not what a test expects, or `undefined` when they are. Without an expectation, one row is enough. */
export function failureOf(rows: readonly Row[], expected: ExpectedResult | undefined): string | undefined {
  if (expected === undefined || (expected.rows === undefined && expected.values.length === 0))
    return rows.length > 0 ? undefined : "the search gives no row";
  if (expected.rows !== undefined && rows.length !== expected.rows)
    return `the search gives ${count(rows.length)}, expected ${expected.rows === 1 ? "is" : "are"} ${String(expected.rows)}`;
  const left = [...rows];
  for (const wanted of expected.values) {
    const place = left.findIndex((row) => holds(row, wanted));
    if (place === -1) return missingText(wanted, rows);
    left.splice(place, 1);
  }
  return undefined;
}

function count(rows: number): string {
  return rows === 0 ? "no row" : rows === 1 ? "1 row" : `${String(rows)} rows`;
}

function holds(row: Row, wanted: Event): boolean {
  return Object.entries(wanted).every(([name, value]) => cell(row.get(name) ?? null) === cell(value));
}

/** A value as comparable text: SPL does not tell a number from its text. */
function cell(value: EventValue): string {
  const several = typeof value === "object" && value !== null ? valueOf(value) : (value ?? null);
  return JSON.stringify(singlesOf(several).map((single) => textOf(single)));
}

function missingText(wanted: Event, rows: readonly Row[]): string {
  const [first] = rows;
  const nearest =
    rows.length === 1 && first !== undefined
      ? Object.keys(wanted)
          .filter((name) => cell(first.get(name) ?? null) !== cell(wanted[name]))
          .map((name) => `\`${name}\` is ${cell(first.get(name) ?? null)}, expected is ${cell(wanted[name])}`)
          .join("; ")
      : `no row holds ${JSON.stringify(wanted)}`;
  return rows.length === 0 ? "the search gives no row" : nearest;
}
