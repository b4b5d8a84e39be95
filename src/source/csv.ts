import { parse } from "csv-parse/sync";

/**
 * The lines of a CSV as Splunk reads a lookup table: the first has the columns, blanks behind a comma belong to no cell
 * (published tables head their columns `job_name, step_name`, and searches that run on them ask for `step_name`), and an
 * empty line is none. With `lines` only the first so many. Throws `CsvError` where the text is no CSV.
 */
export function readCsv(text: string, lines?: number): readonly (readonly string[])[] {
  return parse(text, {
    bom: true,
    ltrim: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    ...(lines === undefined ? {} : { to: lines }),
  });
}
