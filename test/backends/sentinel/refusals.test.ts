import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { compileSearch } from "../../support/compile-search.js";

async function reasons(search: string, source = "windows.security"): Promise<readonly string[]> {
  const compiled = await compileSearch(sentinel, search, { source });
  return compiled.status === "refused" ? compiled.reasons : ["compiled"];
}

describe("what KQL cannot hold", () => {
  it.each([
    ["the most frequent value", "EventCode=4624 | stats mode(LogonType) as m by Computer | where m=3"],
    ["a running aggregate", "EventCode=4624 | streamstats count as n by TargetUserName | where n=3"],
    ["a comparison with an empty text", 'EventCode=4624 | where TargetUserName=""'],
    ["a range beyond 14 days", "EventCode=4624 earliest=-30d"],
    ["events after others", "EventCode=4625 | append [ search EventCode=4624 ] | head 5"],
    [
      "rows in an order that is not kept",
      "EventCode=4624 | stats count by Computer | append [ search EventCode=4625 | stats count by Computer ] | head 5",
    ],
  ])("refuses %s", async (_, search) => {
    const found = await reasons(search);
    expect(found.map((reason) => reason.split(":")[0])).toContain("target/unsupported");
  });

  it("refuses look-around", async () => {
    const found = await reasons('* | where match(userAgent, "^(?!aws)")', "aws.cloudtrail");
    expect(found).toEqual([expect.stringContaining("target/unsupported-regex")]);
    expect(found[0]).toContain("negative look-ahead");
  });

  it("refuses a sum of what may be texts", async () => {
    const found = await reasons(
      "* | eval x='requestParameters.a'+userAgent | stats count by x",
      "aws.cloudtrail",
    );
    expect(found[0]).toContain("target/ambiguous-type");
  });

  it("says once that a pattern of each row has no counterpart", async () => {
    expect(await reasons("* | where match(userAgent, eventName)", "aws.cloudtrail")).toEqual([
      expect.stringContaining("`matches_regex`"),
    ]);
  });

  it("says how a lookup that the content does not define can be had", async () => {
    const found = await reasons(
      "EventCode=4624 | lookup elsewhere name AS TargetUserName OUTPUT kind | where kind=1",
    );
    expect(found).toEqual([expect.stringContaining("`collection` and `fields_list`")]);
  });
});
