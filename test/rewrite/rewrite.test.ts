import { describe, expect, it } from "vitest";
import { dumpPlan } from "../../src/plan/dump.js";
import { standardRewrites } from "../../src/rewrite/index.js";
import { lowerText } from "../lower/lower-text.js";
import { readCases } from "../lower/read-cases.js";

const files = readCases(new URL("cases/", import.meta.url));

describe.each(files)("%s", (file, cases) => {
  const rewrite = standardRewrites.find(({ name }) => `${name}.txt` === file);

  it.each(cases)("$title", ({ search, expected }) => {
    const { plan } = lowerText(search);
    if (plan === undefined || rewrite === undefined) throw new Error(`no plan, or no rewrite for ${file}`);
    const [before, after] = expected;
    expect(dumpPlan(plan)).toBe(before);
    expect(dumpPlan(rewrite.apply(plan))).toBe(after);
    expect(dumpPlan(rewrite.apply(rewrite.apply(plan)))).toBe(after);
  });
});

it("has cases for every rewrite", () => {
  const tested = files.map(([file]) => file.replace(/\.txt$/u, ""));
  expect(tested).toEqual([...new Set(standardRewrites.map(({ name }) => name))].sort());
});
