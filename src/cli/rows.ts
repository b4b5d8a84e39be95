import Table from "cli-table3";
import { singlesOf, textOf, type Row, type Value } from "../evaluate/value.js";

/** How rows are written. */
export const rowFormats = ["table", "csv", "json"] as const;
export type RowFormat = (typeof rowFormats)[number];

/** Takes rows as they come, and writes them. */
export interface RowWriter {
  write(row: Row): void;
  end(): void;
}

/** Text is handed on in pieces of this size. */
const pieceSize = 256 * 1024;

/**
 * A writer of rows. JSON and, for known columns, CSV are written as the rows come; a table waits for the last row.
 * Without known columns they are those that occur, in the order in which they first do.
 */
export function rowWriter(
  format: RowFormat,
  columns: readonly string[] | undefined,
  out: (text: string) => void,
): RowWriter {
  let piece = "";
  const write = (text: string): void => {
    piece += text;
    if (piece.length < pieceSize) return;
    out(piece);
    piece = "";
  };
  const flush = (): void => {
    if (piece !== "") out(piece);
    piece = "";
  };
  switch (format) {
    case "json":
      return {
        write: (row) => write(`${JSON.stringify(Object.fromEntries(row))}\n`),
        end: flush,
      };
    case "csv":
      if (columns === undefined)
        return waiting((rows, names) => {
          write(csvLine(names));
          for (const row of rows) write(csvLine(cells(row, names, "\n")));
          flush();
        });
      write(csvLine(columns));
      return { write: (row) => write(csvLine(cells(row, columns, "\n"))), end: flush };
    case "table":
      return waiting((rows, names) => out(tableOf(rows, columns ?? names)));
  }
}

function waiting(finish: (rows: readonly Row[], names: readonly string[]) => void): RowWriter {
  const rows: Row[] = [];
  const names = new Set<string>();
  return {
    write: (row) => {
      rows.push(row);
      for (const name of row.keys()) names.add(name);
    },
    end: () => finish(rows, [...names]),
  };
}

function cells(row: Row, names: readonly string[], between: string): readonly string[] {
  return names.map((name) =>
    singlesOf(row.get(name) ?? null)
      .map(textOf)
      .join(between),
  );
}

/** RFC 4180. */
function csvLine(values: readonly string[]): string {
  return `${values.map(csvCell).join(",")}\n`;
}

/**
 * A cell that a spreadsheet shows as it is: what a log holds must not run there as a formula, so a text that could begin one
 * has an apostrophe before it: https://owasp.org/www-community/attacks/CSV_Injection
 */
function csvCell(value: string): string {
  const isNumber = value.trim() !== "" && Number.isFinite(Number(value));
  const shown = !isNumber && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

/** Control characters of a log must not reach the terminal. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, (character) =>
    character === "\t" ? " " : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

function tableOf(rows: readonly Row[], names: readonly string[]): string {
  if (rows.length === 0) return "no rows\n";
  const table = new Table({
    head: names.map(printable),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push(names.map((name) => printable(shown(name, row.get(name) ?? null))));
  return `${table.toString()}\n`;
}

/** A time reads better as a date than as epoch seconds. */
function shown(name: string, value: Value): string {
  if (name === "_time" && typeof value === "number" && Math.abs(value) < 8.64e12)
    return new Date(value * 1000).toISOString();
  return singlesOf(value).map(textOf).join("\n");
}
