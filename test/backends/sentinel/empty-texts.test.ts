import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { compileSearch } from "../../support/compile-search.js";

const events = 'sourcetype="aws:cloudtrail" eventName=GetObject';

/** The query, or why there is none. */
async function compiled(rest: string): Promise<string> {
  const outcome = await compileSearch(sentinel, `${events} ${rest}`);
  return outcome.status === "compiled" ? outcome.query.text : outcome.reasons.join("\n");
}

describe("an empty text that a search computes is a value, and KQL takes it for a missing one", () => {
  it.each([
    ["a piece between delimiters as a key", '| eval a=mvindex(split(userAgent, ":"), 4) | stats count by a'],
    ["a group that may take nothing", '| rex field=userAgent "^(?<a>[^/]*)/" | stats count by a'],
    ["the rest of a text", "| eval a=substr(userAgent, 5) | stats count by a"],
    ["a constant", '| eval a=if(userAgent="x", "", userName) | stats count by a'],
    ["its presence", '| rex field=userAgent "^(?<a>[^/]*)/" | where isnotnull(a)'],
    ["another value", '| rex field=userAgent "^(?<a>[^/]*)/" | where a!="b"'],
    ["a renamed column", '| rex field=userAgent "^(?<a>[^/]*)/" | rename a as b | stats count by b'],
  ])("refused: %s", async (_, rest) => {
    expect(await compiled(rest)).toContain("which a `string` column cannot tell from a missing value");
  });

  it.each([
    ["a group that takes something", '| rex field=userAgent "^(?<a>[^/]+)/" | stats count by a'],
    ["a value that it has to be", '| rex field=userAgent "^(?<a>[^/]*)/" | where a="b"'],
    ["the beginning of a text", "| eval a=substr(userAgent, 1, 5) | stats count by a"],
    ["a fill", '| rex field=userAgent "^(?<a>[^/]*)/" | fillnull value=x a | stats count'],
  ])("no matter: %s", async (_, rest) => {
    expect(await compiled(rest)).toContain("AWSCloudTrail");
  });

  it("asks the fields that a key is computed of, where they alone make it", async () => {
    const query = await compiled('| eval a=replace(userAgent, "x", "") | stats count by a');
    expect(query).toContain("| where isnotempty(UserAgent)\n| extend a = replace_string(UserAgent");
  });
});
