import type { Span } from "../../source/source-text.js";
import type { Scan, ScanSource, TimeRange } from "../plan.js";
import type { RowType } from "../row-type.js";

/** The rows of a source. */
export function scan(source: ScanSource, row: RowType, span: Span, time?: TimeRange): Scan {
  return time === undefined ? { kind: "scan", source, row, span } : { kind: "scan", source, time, row, span };
}
