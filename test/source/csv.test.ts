import { expect, test } from "vitest";
import { readCsv } from "../../src/source/csv.js";

test.each([
  [
    "blanks behind a comma belong to no cell",
    "job, step\nbuild, run it\n",
    [
      ["job", "step"],
      ["build", "run it"],
    ],
  ],
  [
    "blanks inside quotes do",
    'job,step\nbuild," run it"\n',
    [
      ["job", "step"],
      ["build", " run it"],
    ],
  ],
  [
    "a mark of the byte order and empty lines are nothing",
    "\uFEFFa,b\r\n\r\n1,2\r\n",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  ["a line may be short", "a,b\n1\n", [["a", "b"], ["1"]]],
])("%s", (_, text, lines) => {
  expect(readCsv(text)).toEqual(lines);
});

test("only the first lines are read where that is asked", () => {
  expect(readCsv("a,b\n1,2\n", 1)).toEqual([["a", "b"]]);
});
