import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { compileSearch } from "../../support/compile-search.js";

async function queryOrReasons(search: string): Promise<string> {
  const compiled = await compileSearch(sentinel, `EventCode=4625 ${search}`, { source: "windows.security" });
  return compiled.status === "refused" ? compiled.reasons.join("\n") : compiled.query.text;
}

describe("the aggregates of the rows so far", () => {
  it.each([
    ["count the rows", "| streamstats count as n | where n>5", "extend n = row_number(1)"],
    ["count the rows before", "| streamstats current=f count as n | where n>5", "extend n = row_number(0)"],
    [
      "count the values",
      "| streamstats count(IpAddress) as n | where n>5",
      "extend n = row_cumsum(iff(isnotempty(IpAddress), 1, 0))",
    ],
    [
      "sum up what every row has",
      "| stats count by Computer | streamstats sum(count) as n | where n>5",
      "extend n = row_cumsum(['count'])",
    ],
    [
      "have no sum before the first value",
      "| stats count by Computer | streamstats current=f sum(count) as n | where isnull(n)",
      "extend n = iff(row_cumsum(1) - 1 > 0, row_cumsum(['count']) - ['count'], long(null))",
    ],
    [
      "take the value of the row before",
      "| streamstats current=f window=1 last(IpAddress) as n | search n=x",
      "extend n = prev(IpAddress)",
    ],
    [
      "begin anew with each group",
      "TargetUserName=* | streamstats count as n by TargetUserName | where n>5",
      "extend n = row_number(1, TargetUserName != prev(TargetUserName))",
    ],
  ])("%s", async (_, search, stage) => {
    const query = await queryOrReasons(search);
    expect(query).toContain(stage);
    expect(query.indexOf("| sort by")).toBeLessThan(query.indexOf(stage));
  });

  it("leave the rows in the order that they had", async () => {
    const query = await queryOrReasons(
      "TargetUserName=* | sort 0 _time | streamstats count as n by TargetUserName | head 5",
    );
    expect(query.match(/\| sort by .*/gu)).toEqual([
      "| sort by TargetUserName asc nulls last, TimeGenerated asc nulls last",
      "| sort by TimeGenerated asc nulls last",
    ]);
  });

  it.each([
    ["the order is not known", "| append [search EventCode=4624] | streamstats count as n", "in which order"],
    ["a row may lack a key", "| streamstats count as n by TargetUserName", "may lack"],
    ["the window is one of several rows", "| streamstats window=5 count as n", "neither all rows"],
    [
      "the window is one over all groups",
      "TargetUserName=* | streamstats current=f window=1 last(IpAddress) as n by TargetUserName",
      "over all groups",
    ],
    ["the window is one of time", "| streamstats time_window=5m count as n", "one of time"],
    ["a test begins it anew", "| streamstats reset_after=(LogonType=3) count as n", "begins it anew"],
    [
      "another group begins it anew",
      "| streamstats reset_on_change=t count as n by Computer",
      "begins it anew",
    ],
    ["texts would be summed up", "| streamstats sum(IpPort) as n", "may be text"],
    ["there is no row function", "| streamstats dc(IpAddress) as n", "no row function"],
    ["rows are counted by a test", "| streamstats count(eval(LogonType=3)) as n", "by a test"],
  ])("are refused where %s", async (_, search, reason) => {
    const reasons = await queryOrReasons(`${search} | where n=1`);
    expect(reasons).toContain("target/unsupported");
    expect(reasons).toContain(reason);
  });
});
