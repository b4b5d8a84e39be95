import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { compileSearch } from "../../support/compile-search.js";

const groups = "EventCode=4624 | stats count by Computer TargetUserName IpAddress";

async function stages(search: string, source = "windows.security"): Promise<readonly string[]> {
  const compiled = await compileSearch(sentinel, search, { source });
  if (compiled.status === "refused") return compiled.reasons;
  return compiled.query.text.split("\n").slice(4);
}

describe("dedup after a choice of columns", () => {
  it("comes before the choice where that gives up the order of the rows", async () => {
    expect(await stages(`${groups} | table IpAddress count | dedup IpAddress`)).toEqual([
      "| summarize ['count'] = count() by Computer, TargetUserName, IpAddress",
      "| sort by IpAddress asc nulls last,",
      "          todouble(Computer) asc nulls last,",
      "          Computer asc nulls last,",
      "          todouble(TargetUserName) asc nulls last,",
      "          TargetUserName asc nulls last",
      "| extend place = row_number(1, IpAddress != prev(IpAddress))",
      "| where place == 1",
      "| project IpAddress, ['count']",
    ]);
  });

  it("is the same where comments are written", async () => {
    const compiled = await compileSearch(sentinel, `${groups} | table IpAddress count | dedup IpAddress`, {
      source: "windows.security",
      comments: true,
    });
    expect(compiled.status).toBe("compiled");
  });

  it("is done once more by another column", async () => {
    const found = await stages(
      `${groups} | table IpAddress TargetUserName count | dedup IpAddress | dedup TargetUserName`,
    );
    expect(found.filter((stage) => stage.startsWith("| where place == 1")).length).toBe(2);
  });

  it("is refused after a computation that lost the order", async () => {
    const found = await stages(`${groups} | table IpAddress count | eval n=count+1 | dedup n`);
    expect(found).toEqual([expect.stringContaining("no order that KQL keeps")]);
  });
});
