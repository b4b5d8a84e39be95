import { describe, expect, it } from "vitest";
import { sentinel } from "../../src/backends/sentinel/index.js";
import { compileSearch } from "../support/compile-search.js";

/** Sentinel has another identifier of the caller than the event that Splunk reads. */
const source = "aws.security-lake";

async function reasons(search: string): Promise<readonly string[]> {
  const result = await compileSearch(sentinel, search, { source });
  return result.status === "compiled" ? [] : result.reasons.map((reason) => reason.split(":")[0] ?? "");
}

describe("values that a target spells another way", () => {
  it("may be chosen and grouped by", async () => {
    const choice = "if(_time>0, 'actor.user.uid', \"none\")";
    expect(await reasons(`* | eval who=${choice} | stats count by who`)).toEqual([]);
  });
  it("may not decide the choice", async () => {
    const choice = "if('actor.user.uid'=\"x\", 1, 2)";
    expect(await reasons(`* | eval who=${choice} | stats count by who`)).toContain("catalog/other-spelling");
  });
  it("may not be tested after the choice", async () => {
    const choice = "coalesce('actor.user.uid', \"none\")";
    expect(await reasons(`* | eval who=${choice} | where who="x"`)).toContain("catalog/other-spelling");
  });
});
