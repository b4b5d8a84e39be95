import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import type { LookupTable } from "../../../src/content/model.js";
import { compileSearch } from "../../support/compile-search.js";

const usual: LookupTable = {
  name: "usual",
  description: "",
  kind: "kvstore",
  columns: ["user", "mean", "spread"],
  matchTypes: new Map(),
  caseSensitive: true,
  minMatches: 0,
  file: { name: "usual.yml", text: "" },
};

/** The stages behind a lookup in a table of the site, whose rows for a key are not known. */
async function behind(search: string): Promise<string> {
  const compiled = await compileSearch(
    sentinel,
    `EventCode=4624 | stats count as n by TargetUserName | lookup usual user as TargetUserName | ${search}`,
    { source: "windows.security", lookups: new Map([["usual", usual]]) },
  );
  if (compiled.status === "refused") return compiled.reasons.join("\n");
  const { text } = compiled.query;
  return text.slice(text.indexOf(") on $left") + 1);
}

const mean = 'iff(array_length(mean) == 1, tostring(mean[0]), "")';

describe("a function of one value, over a column that may hold several", () => {
  it.each([
    ["a product", "where n > mean*2", `n > todouble(${mean}) * 2`],
    ["a sum with a number", "where n > mean+n*2", `n > todouble(${mean}) + n * 2`],
    [
      "a text put together",
      'eval t="mean ".mean | where t!="" | table t',
      `t = iff(isempty(${mean}), "", strcat("mean ", ${mean}))`,
    ],
    [
      "a fill",
      "fillnull mean | where n > mean*2",
      `| extend mean = iff(array_length(mean) > 0, mean, pack_array("0"))\n| where n > todouble(${mean}) * 2`,
    ],
  ])("takes the only one: %s", async (_, search, expected) => {
    expect(await behind(search)).toContain(expected);
  });

  it("makes a text that is missing where there are several", async () => {
    expect(await behind('eval t=if(n>3, "mean ".mean, "") | where isnull(t) | table t n')).toContain(
      "array_length(mean) == 1",
    );
  });
});

describe("the text of a fraction", () => {
  it("is written with the digits of KQL where it only shows", async () => {
    expect(await behind('eval t="n is ".tostring(n/3) | where t!="" | table t')).toContain(
      "tostring(todouble(n) / 3)",
    );
  });

  it("is refused where something goes by it", async () => {
    expect(await behind("eval t=tostring(n/3) | stats count by t")).toContain("`tostring` of a fraction");
  });
});
