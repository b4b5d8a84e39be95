import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { compileSearch } from "../../support/compile-search.js";

/** The tests of a query on CloudTrail, whose columns are texts. */
async function tests(search: string): Promise<string> {
  const compiled = await compileSearch(sentinel, `${search} | table eventName`, { source: "aws.cloudtrail" });
  if (compiled.status === "refused") return compiled.reasons.join("\n");
  const { text } = compiled.query;
  return text.slice(text.indexOf("| where", text.indexOf("ago(10m)")), text.indexOf("| project")).trim();
}

describe("a number against a text that may be none", () => {
  it.each([
    ["never equals it", "awsRegion=5", "| where todouble(AWSRegion) == 5"],
    [
      "differs from it, where the field has a value",
      "awsRegion!=5",
      "| where isnotempty(AWSRegion) and (todouble(AWSRegion) != 5 or isnull(todouble(AWSRegion)))",
    ],
    [
      "differs from it, also without a value",
      "NOT awsRegion=5",
      "| where todouble(AWSRegion) != 5 or isnull(todouble(AWSRegion))",
    ],
    [
      "is compared as text",
      "awsRegion>5",
      '| where todouble(AWSRegion) > 5 or isnull(todouble(AWSRegion)) and strcmp(tolower(AWSRegion), "5") > 0',
    ],
  ])("%s", async (_, search, expected) => {
    expect((await tests(search)).replace(/\s+/g, " ")).toBe(expected);
  });
});

describe("a length of time as text", () => {
  it.each([
    ["a whole number", 'eval d=tostring(abs(round(LogonType)), "duration")', "format_timespan("],
    ["what may be negative", 'eval d=tostring(round(LogonType), "duration")', "target/unsupported-function"],
    [
      "what may have a fraction",
      'eval d=tostring(abs(LogonType/2), "duration")',
      "target/unsupported-function",
    ],
  ])("of %s", async (_, search, expected) => {
    const compiled = await compileSearch(sentinel, `EventCode=4624 | ${search} | table d`, {
      source: "windows.security",
    });
    expect(compiled.status === "refused" ? compiled.reasons.join() : compiled.query.text).toContain(expected);
  });
});
