import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { compileSearch } from "../../support/compile-search.js";

/** The tests of a query on CloudTrail, whose columns are texts. */
async function tests(search: string): Promise<string> {
  const compiled = await compileSearch(sentinel, `${search} | table eventName`, { source: "aws.cloudtrail" });
  if (compiled.status === "refused") return compiled.reasons.join("\n");
  const { text } = compiled.query;
  const written = text.slice(text.indexOf("| where", text.indexOf("ago(10m)")), text.indexOf("| project"));
  return written.replace(/\s+/g, " ").trim();
}

describe("a comparison", () => {
  it.each([
    ["of an order that does not hold", '| where NOT awsRegion < "m"', 'strcmp(AWSRegion, "m") >= 0'],
    ["of an order with the literal first", '| where "m" < awsRegion', 'strcmp(AWSRegion, "m") > 0'],
    [
      "of an order or the same, with the literal first",
      '| where "m" <= awsRegion',
      'strcmp(AWSRegion, "m") >= 0',
    ],
    [
      "with none of several texts",
      '| where NOT awsRegion IN ("a", "b")',
      'isnotempty(AWSRegion) and AWSRegion !in ("a", "b")',
    ],
    [
      "with none of several texts, or without a value",
      '| search NOT awsRegion IN ("a", "b")',
      'AWSRegion !in~ ("a", "b")',
    ],
    ["with a text inside", '| search awsRegion="*eu*"', 'AWSRegion contains "eu"'],
    ["with a text at the end", '| search awsRegion="*eu"', 'AWSRegion endswith "eu"'],
    [
      "with a text that is not at the start",
      '| where NOT like(awsRegion, "eu%")',
      'isnotempty(AWSRegion) and AWSRegion !startswith_cs "eu"',
    ],
    ["with another value", "| search awsRegion!=eu", 'isnotempty(AWSRegion) and AWSRegion !~ "eu"'],
    ["with a text that a function compares", '| where like(awsRegion, "Eu")', 'AWSRegion == "Eu"'],
    [
      "with a pattern that holds dots",
      '| search awsRegion="eu.*1.*x"',
      String.raw`AWSRegion matches regex @"(?is)^eu\..*1\..*x$"`,
    ],
  ])("%s", async (_, search, expected) => {
    expect(await tests(`eventName=x ${search}`)).toBe(`| where EventName =~ "x" and ${expected}`);
  });
});
