import { expect, it } from "vitest";
import { stepsOf } from "./smallest-search.js";

it.each([
  ["a=1 | stats count", ["a=1 ", " stats count"]],
  ['a="x|y" | where b="\\"|"', ['a="x|y" ', ' where b="\\"|"']],
  ["a=1 [search b=1 | table b] | `m(1|2)` | c", ["a=1 [search b=1 | table b] ", " `m(1|2)` ", " c"]],
  ["| tstats count ```a | b``` | d", ["", " tstats count ```a | b``` ", " d"]],
])("cuts %s at its own pipes", (search, steps) => {
  expect(stepsOf(search)).toEqual(steps);
});
