import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { rowWriter } from "../../src/cli/rows.js";

function csvOf(values: readonly string[]): string {
  let text = "";
  const writer = rowWriter("csv", ["value"], (piece) => (text += piece));
  for (const value of values) writer.write(new Map([["value", value]]));
  writer.end();
  return text;
}

/** https://owasp.org/www-community/attacks/CSV_Injection */
it.each(["=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(1)", "\t=1", "\r=1"])(
  "a cell of CSV cannot become a formula: %j",
  (value) => {
    expect(parse(csvOf([value]), { columns: true })).toEqual([{ value: `'${value}` }]);
  },
);

it.each(["-7", "+1.5", "-1e3", "a=b", "", 'say "hi", then\nleave', "'quoted"])(
  "a cell of CSV that is no formula is as it was: %j",
  (value) => {
    expect(parse(csvOf([value]), { columns: true, skip_empty_lines: false })).toEqual([{ value }]);
  },
);
