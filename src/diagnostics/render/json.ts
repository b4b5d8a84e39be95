import { locate } from "../../source/locate.js";
import type { Span } from "../../source/source-text.js";
import type { Diagnostic, Severity } from "../diagnostic.js";

/** A place as data; lines and columns count from 1. */
export interface PlaceRecord {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A diagnostic as data, for the manifest and for `--format json`. */
export interface DiagnosticRecord extends PlaceRecord {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string;
  readonly related?: readonly (PlaceRecord & { readonly message: string })[];
}

export function diagnosticRecord({
  code,
  severity,
  message,
  span,
  help,
  related,
}: Diagnostic): DiagnosticRecord {
  const places = [
    ...locate(span).through.map(({ macro, location: { file, start, end } }) => ({
      message: `in the definition of \`${macro}\``,
      ...record(file.name, start, end),
    })),
    ...related.map((place) => ({ message: place.message, ...placeRecord(place.span) })),
  ];
  return {
    code,
    severity,
    message,
    ...placeRecord(span),
    ...(help === undefined ? {} : { help }),
    ...(places.length === 0 ? {} : { related: places }),
  };
}

function placeRecord(span: Span): PlaceRecord {
  const { file, start, end } = locate(span);
  return record(file.name, start, end);
}

interface LineAndColumn {
  readonly line: number;
  readonly column: number;
}

function record(file: string, start: LineAndColumn, end: LineAndColumn): PlaceRecord {
  return { file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}
