import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { compileSearch } from "../../support/compile-search.js";

/** The stages after the first filter of a query on the Windows security log. */
async function stages(search: string): Promise<readonly string[]> {
  const compiled = await compileSearch(sentinel, `EventCode=4624 | ${search}`, {
    source: "windows.security",
  });
  if (compiled.status === "refused") return compiled.reasons;
  const { text } = compiled.query;
  return text.slice(text.indexOf("EventID == 4624")).split("\n").slice(1);
}

describe("percentiles", () => {
  it("lie between their neighbours", async () => {
    expect(await stages("stats perc95(LogonType) as p by Computer | table p")).toEqual([
      "| summarize p_sorted = array_sort_asc(make_list(LogonType)) by Computer",
      "| extend p_place = (array_length(p_sorted) - 1) * 95.0 / 100.0",
      "| extend p_low = todouble(p_sorted[tolong(floor(p_place, 1))]),",
      "         p_high = todouble(p_sorted[tolong(ceiling(p_place))])",
      "| extend p = p_low + (p_high - p_low) * (p_place - floor(p_place, 1))",
      "| project p",
    ]);
  });

  it("are the higher of two middle values for the median", async () => {
    expect(await stages("stats median(LogonType) as p")).toContain(
      "| extend p = todouble(p_sorted[array_length(p_sorted) / 2])",
    );
  });
});

describe("a count", () => {
  it("of a field is of the events that have it, and an empty text is none", async () => {
    expect(await stages("stats count count(IpAddress) as addresses by Computer")).toContain(
      "| summarize ['count'] = count(), addresses = countif(isnotempty(IpAddress)) by Computer",
    );
  });
});

describe("a statistic", () => {
  it("is nothing over events without a number, where KQL has 0", async () => {
    expect(await stages("stats sum(LogonType) as sum by Computer")).toContain(
      "| summarize sum = iff(countif(isnotnull(LogonType)) > 0, sum(LogonType), long(null)) by Computer",
    );
  });

  it("of a value that only some events have counts these", async () => {
    const found = await stages(
      "stats count by Computer | eventstats sum(eval(if(count>5, count, null()))) as sum",
    );
    expect(found.join("\n")).toContain(
      "sum = iff(countif(['count'] > 5 and isnotnull(['count'])) > 0, sum(iff(",
    );
  });
});

describe("aggregates of a row's group", () => {
  it("are put together before they are looked up", async () => {
    const found = await stages("eventstats min(TargetUserName) as first by Computer | table first");
    expect(found).toContain("    | project-away first_number, first_number_text, first_texts");
  });

  it("can be taken from the newest row", async () => {
    const found = await stages("eventstats latest(TargetUserName) as newest by Computer | table newest");
    expect(found.join("\n")).toContain("(newest_time, newest) = arg_max(");
  });
});

describe("values that are told apart", () => {
  it("have the names of their columns after it", async () => {
    const compiled = await compileSearch(
      sentinel,
      "process_name=certutil.exe | table dest | dedup dest | eval length=len(dest)",
      { source: "cim.endpoint.processes" },
    );
    if (compiled.status === "refused") throw new Error(compiled.reasons.join("\n"));
    expect(compiled.query.text.split("\n").slice(-2)).toEqual([
      '| summarize by dest = coalesce(DeviceName, "unknown")',
      "| extend length = strlen(dest)",
    ]);
  });
});

describe("the latest time of rows in no order", () => {
  it("is the greatest", async () => {
    const found = await stages(
      "stats count by _time TargetUserName | stats latest(_time) as newest by TargetUserName | table newest",
    );
    expect(found.join("\n")).toContain("newest = max(TimeGenerated)");
  });
});

describe("the values of a group beside a text", () => {
  it("stay several values, and the text becomes one of its own", async () => {
    const found = await stages(
      'stats values(TargetUserName) as user by Computer | eval user=case(isnotnull(user), user, true(), "unknown") | table user',
    );
    expect(found.join("\n")).toContain('iff(array_length(user) > 0, user, pack_array("unknown"))');
  });
});

describe("an aggregate of a choice", () => {
  it("asks for the condition instead of for the empty text", async () => {
    const found = await stages(
      'stats values(eval(if(LogonType=3, IpAddress, null()))) as v dc(eval(if(LogonType=3, "x", null()))) as n',
    );
    expect(found).toEqual([
      "| summarize v = array_sort_asc(make_set_if(IpAddress, LogonType == 3 and isnotempty(IpAddress))),",
      '           n = count_distinctif("x", LogonType == 3)',
    ]);
  });
});

describe("the range of times", () => {
  it("is a number of seconds", async () => {
    expect(await stages("stats range(_time) as lasted by Computer")).toEqual([
      "| summarize lasted = (max(TimeGenerated) - min(TimeGenerated)) / 1s by Computer",
    ]);
  });
});
