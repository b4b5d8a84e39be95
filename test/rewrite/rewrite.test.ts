import { describe, expect, it } from "vitest";
import { lookupRowsOf, type LookupRows } from "../../src/evaluate/lookup-rows.js";
import { dumpPlan } from "../../src/plan/dump.js";
import {
  askKeyParts,
  boundedPatterns,
  knownPatterns,
  lookupsAsChoices,
  lookupsAsTests,
  standardRewrites,
} from "../../src/rewrite/index.js";
import { lowerText } from "../lower/lower-text.js";
import { readCases } from "../lower/read-cases.js";
import { sampleLookups } from "../lower/sample-catalog.js";

function rowsOf(name: string): LookupRows | undefined {
  const table = sampleLookups.get(name);
  return table === undefined ? undefined : lookupRowsOf(table);
}

const rewrites = [
  ...standardRewrites,
  lookupsAsTests,
  lookupsAsChoices,
  askKeyParts,
  knownPatterns,
  boundedPatterns,
];
const files = readCases(new URL("cases/", import.meta.url));

describe.each(files)("%s", (file, cases) => {
  const rewrite = rewrites.find(({ name }) => `${name}.txt` === file);

  it.each(cases)("$title", ({ search, expected }) => {
    const { plan } = lowerText(search);
    if (plan === undefined || rewrite === undefined) throw new Error(`no plan, or no rewrite for ${file}`);
    const [before, after] = expected;
    expect(dumpPlan(plan)).toBe(before);
    const once = rewrite.apply(plan, rowsOf);
    expect(dumpPlan(once)).toBe(after);
    expect(dumpPlan(rewrite.apply(once, rowsOf))).toBe(after);
  });
});

it("has cases for every rewrite", () => {
  const tested = files.map(([file]) => file.replace(/\.txt$/u, ""));
  expect(tested).toEqual([...new Set(rewrites.map(({ name }) => name))].sort());
});
