import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { compileSearch } from "../../support/compile-search.js";

const events = 'sourcetype="aws:cloudtrail" eventName=GetObject';

/** The query behind its tests of the events, or why there is none. */
async function compiled(rest: string): Promise<string> {
  const outcome = await compileSearch(sentinel, `${events} ${rest}`);
  if (outcome.status === "refused") return outcome.reasons.join("\n");
  const { text } = outcome.query;
  return text.slice(text.indexOf("\n", text.indexOf("GetObject")) + 1);
}

const piece = 'rex field=userAgent "^(?<a>[^/]*)/"';
const matched = 'has_a = UserAgent matches regex @"^([^/]*)/"';
const taken = 'a = extract(@"^([^/]*)/", 1, UserAgent)';
const place = 'iff(isempty(UserAgent), dynamic([]), split(UserAgent, ":"))';

describe("an empty text that a search computes is a value, and a column beside it tells it from a missing one", () => {
  it.each([
    [
      "a group that takes part in every match",
      `| ${piece} | stats count by a`,
      `| extend ${matched}, ${taken}\n| where has_a\n| summarize ['count'] = count() by a`,
    ],
    ["its presence", `| ${piece} | where isnotnull(a)`, `| extend ${matched}, ${taken}\n| where has_a`],
    ["its absence", `| ${piece} | where isnull(a)`, `| extend ${matched}, ${taken}\n| where not(has_a)`],
    [
      "another value",
      `| ${piece} | where a!="b"`,
      `| extend ${matched}, ${taken}\n| where has_a and a != "b"`,
    ],
    ["any text but the empty one", `| ${piece} | where a!=""`, `| extend ${taken}\n| where isnotempty(a)`],
    [
      "what a replacement leaves of a text that may be empty",
      '| eval a=if(awsRegion="x", "b,", ""), b=replace(a, ",$", "") | where b!="" | table b',
      `| where isnotempty(b)`,
    ],
    [
      "the empty text",
      `| ${piece} | where a=""`,
      `| extend ${matched}, ${taken}\n| where has_a and isempty(a)`,
    ],
    [
      "a renamed column",
      `| ${piece} | rename a as b | stats count by b`,
      `| extend ${matched}, ${taken.replace("a =", "b =")}\n| where has_a\n| summarize ['count'] = count() by b`,
    ],
    [
      "a chosen column",
      `| ${piece} | table a userAgent | dedup a userAgent`,
      "| project a, UserAgent, has_a\n| where has_a and isnotempty(UserAgent)",
    ],
    [
      "a piece between delimiters",
      '| eval a=mvindex(split(userAgent, ":"), 4) | stats count by a',
      `| extend has_a = array_length(${place}) >= 5,\n         a = tostring(${place}[4])\n| where has_a`,
    ],
    [
      "the rest of a text",
      "| eval a=substr(userAgent, 5) | stats count by a",
      "| extend has_a = isnotempty(UserAgent), a = substring(UserAgent, 4)\n| where has_a",
    ],
    [
      "a branch",
      '| eval a=if(userAgent="x", "", awsRegion) | stats count by a',
      '| extend has_a = UserAgent == "x" or isnotempty(AWSRegion), a = iff(UserAgent == "x", "", AWSRegion)\n| where has_a',
    ],
    [
      "the first that is there",
      `| ${piece} | eval b=coalesce(a, awsRegion) | stats count by b`,
      "| extend has_b = has_a or isnotempty(AWSRegion), b = iff(has_a, a, AWSRegion)\n| where has_b",
    ],
    [
      "the different values",
      `| ${piece} | stats values(a) as all dc(a) as n by awsRegion`,
      "| summarize all = array_sort_asc(make_set_if(a, has_a)), n = count_distinctif(a, has_a)",
    ],
    [
      "one of several values",
      `| ${piece} | stats values(a) as all by awsRegion | where mvcount(all)=1 AND all=""`,
      "summarize matching_values = countif(isnotnull(element) and isempty(tostring(element)))",
    ],
    [
      "a row for each value",
      `| ${piece} | stats values(a) as all by awsRegion | mvexpand all | stats count by all`,
      "| extend has_all = array_length(all) > 0\n| mv-expand all = iff(array_length(all) > 0, all, dynamic(null)) to typeof(string)\n| where has_all",
    ],
    [
      "a key with several values",
      `| ${piece} | stats values(a) as all by awsRegion | stats count by all`,
      "| where array_length(all) > 0\n| mv-expand all_2 = all to typeof(string)\n| summarize ['count'] = count() by all = all_2",
    ],
    [
      "a group that takes something",
      '| rex field=userAgent "^(?<a>[^/]+)/" | stats count by a',
      '| extend a = extract(@"^([^/]+)/", 1, UserAgent)\n| where isnotempty(a)',
    ],
    ["a value that it has to be", `| ${piece} | where a="b"`, `| extend ${taken}\n| where a == "b"`],
    [
      "the beginning of a text",
      "| eval a=substr(userAgent, 1, 5) | stats count by a",
      "| extend a = substring(UserAgent, 0, 5)\n| where isnotempty(a)",
    ],
    ["a fill", `| ${piece} | fillnull value=x a | stats count`, "| summarize ['count'] = count()"],
    [
      "a text that is missing where it is empty",
      '| eval a=nullif(userAgent, "") | stats count by a',
      "| where isnotempty(UserAgent)\n| summarize ['count'] = count() by a = UserAgent",
    ],
    [
      "what a replacement puts something into",
      '| eval a=replace(userAgent, "x", "y") | where isnotnull(a)',
      '| extend a = replace_string(UserAgent, "x", "y")\n| where isnotempty(a)',
    ],
  ])("%s", async (_, rest, expected) => {
    expect(await compiled(rest)).toContain(expected);
  });

  it("asks the fields that a key is computed of, where they alone make it", async () => {
    const query = await compiled('| eval a=replace(userAgent, "x", "") | stats count by a');
    expect(query).toContain("| where isnotempty(UserAgent)\n| extend a = replace_string(UserAgent");
  });

  it("is refused where only the text would tell", async () => {
    const refused = "which a `string` column cannot tell from a missing value";
    const sometimes = '| rex field=userAgent "^(?:(?<a>[^/]*)/|x)"';
    expect(await compiled(`${sometimes} | stats count by a`)).toContain(refused);
    expect(await compiled(`| ${piece} | stats latest(a) as a by awsRegion | where isnotnull(a)`)).toContain(
      refused,
    );
  });
});
