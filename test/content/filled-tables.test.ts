import { describe, expect, test } from "vitest";
import { keyedTable } from "../../src/backends/shared/rows/keyed-table.js";
import { withFilledTables } from "../../src/content/filled-tables.js";
import type { Baseline, LookupTable } from "../../src/content/model.js";

import { lookupRowsOf } from "../../src/evaluate/lookup-rows.js";

function table(name: string, text: string): LookupTable {
  return {
    name,
    description: "",
    kind: "csv",
    csv: { path: `${name}_file.csv`, text },
    columns: ["a", "b"],
    matchTypes: new Map(),
    caseSensitive: true,
    minMatches: 0,
    file: { name: `lookups/${name}.yml`, text: "" },
  };
}

function baseline(search: string): Baseline {
  const file = { name: "baselines/learn.yml", text: search };
  const span = { source: file, start: 0, end: 0 };
  return {
    name: "Learn",
    id: "",
    version: 1,
    date: "",
    author: "",
    description: "",
    search: file,
    howToImplement: "",
    falsePositives: "",
    references: [],
    analyticStories: [],
    detections: [],
    securityDomain: "",
    schedule: { cron: "0 * * * *", earliest: "-1h", latest: "now", window: "auto", span },
    file,
  };
}

describe("a table that a baseline fills", () => {
  test.each([
    ["has its header alone", "a,b\n", "index=x | outputlookup seen", "Learn"],
    [
      "is written by the name of its file",
      "a,b",
      "index=x | outputlookup append=t seen_file.csv | stats count",
      "Learn",
    ],
    ["is written in a subsearch", "a,b", "index=x [ search y | outputlookup seen]", "Learn"],
    ["has rows of its own", "a,b\n1,2\n", "index=x | outputlookup seen", undefined],
    ["is read alone", "a,b\n", "| inputlookup seen | outputlookup others | search seen", undefined],
  ])("%s", (_, text, search, filledBy) => {
    const [marked] = withFilledTables([table("seen", text)], [baseline(search)]);
    expect(marked?.filledBy).toBe(filledBy);
  });

  test("has rows that are not known", () => {
    const marked = { ...table("seen", "a,b\n"), filledBy: "Learn" };
    expect(lookupRowsOf(marked)).toBeUndefined();
    expect(keyedTable(marked, ["a"])).toEqual({ columns: ["a", "b"] });
    expect(keyedTable({ ...marked, matchTypes: new Map([["a", "wildcard"]]) }, ["a"])).toBe(
      "its patterns are not part of the content",
    );
  });
});
