import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { compileSearch } from "../../support/compile-search.js";

const hosts = "EventCode=4624 | stats values(IpAddress) as hosts by TargetUserName";

/** The stages after the one that collects the values. */
async function stages(search: string): Promise<readonly string[]> {
  const compiled = await compileSearch(sentinel, `${hosts} | ${search}`, { source: "windows.security" });
  if (compiled.status === "refused") return compiled.reasons;
  const { text } = compiled.query;
  return text.slice(text.indexOf("| summarize hosts")).split("\n").slice(1);
}

describe("the number of values", () => {
  it.each([
    [
      "is compared as it is where 0 does not pass",
      "stats values(hosts) as h by TargetUserName | where mvcount(h)>1",
    ],
    ["also for equality", "stats values(hosts) as h by TargetUserName | where mvcount(h)=2"],
  ])("%s", async (_, search) => {
    expect((await stages(search)).at(-1)).toMatch(/^\| where array_length\(h\) (>|==) \d$/);
  });

  it("is missing, and not 0, where there are none", async () => {
    expect((await stages("stats values(hosts) as h by TargetUserName | where mvcount(h)<2")).at(-1)).toBe(
      "| where iff(array_length(h) > 0, array_length(h), long(null)) < 2",
    );
  });
});

describe("a function of each value", () => {
  it("of several gives several", async () => {
    expect(await stages("eval hosts=upper(hosts) | table hosts")).toEqual([
      "| mv-apply element = iff(array_length(hosts) > 0, hosts, dynamic([null])) on (",
      "    summarize kept_values = make_list_if(toupper(tostring(element)), isnotempty(tostring(element)))",
      "  )",
      "| project hosts = kept_values",
    ]);
  });

  it("that gives several for each puts all of them after each other", async () => {
    expect(await stages('rex field=hosts max_match=5 "(?<part>\\w+)" | table part')).toEqual([
      "| mv-apply element = iff(array_length(hosts) > 0, hosts, dynamic([null])) on (",
      '    mv-expand part = array_slice(extract_all(@"(\\w+)", tostring(element)), 0, 4) to typeof(string)',
      "    | summarize kept_values = make_list_if(part, isnotempty(part))",
      "  )",
      "| project part = kept_values",
    ]);
  });
});

describe("several values against one of another field", () => {
  it("compares each", async () => {
    const found = await stages("where hosts!=TargetUserName | table TargetUserName");
    expect(found).toContain(
      "    summarize matching_values = countif(isnotempty(tostring(element)) and tostring(element) != TargetUserName)",
    );
    expect(found).toContain("| where matching_values > 0");
  });
});

describe("several values against several of another field", () => {
  const names = "stats values(TargetUserName) as a values(SubjectUserName) as b by Computer";
  it.each([
    [
      "are equal when they have one in common",
      "where a=b",
      "| where coalesce(array_length(set_intersect(a, b)), 0) > 0",
    ],
    [
      "are not equal when they have none, and there are some",
      "where NOT a=b",
      "| where array_length(a) > 0 and array_length(b) > 0 and not(coalesce(array_length(set_intersect(a, b)), 0) > 0)",
    ],
  ])("%s", async (_, search, expected) => {
    const compiled = await compileSearch(sentinel, `EventCode=4624 | ${names} | ${search}`, {
      source: "windows.security",
    });
    const text = compiled.status === "refused" ? compiled.reasons.join("\n") : compiled.query.text;
    expect(text.replace(/\s+/g, " ")).toContain(expected);
  });

  it("are refused where a difference or an order is asked", async () => {
    const compiled = await compileSearch(sentinel, `EventCode=4624 | ${names} | where a!=b`, {
      source: "windows.security",
    });
    expect(compiled).toMatchObject({
      status: "refused",
      reasons: [expect.stringContaining("asked of each pair of values")],
    });
  });
});

describe("one value beside several", () => {
  it("is an array with it, and an empty one where it is missing", async () => {
    const compiled = await compileSearch(
      sentinel,
      "EventCode=4624 | stats values(IpAddress) as a by Computer | append [search EventCode=4625 | stats count as c by Computer IpAddress | rename IpAddress as a] | append [search EventCode=4634 | table Computer, IpAddress | rename IpAddress as a]",
      { source: "windows.security" },
    );
    const text = compiled.status === "refused" ? compiled.reasons.join("\n") : compiled.query.text;
    expect(text).toContain("a = pack_array(a)");
    expect(text).toContain("a = iff(isempty(IpAddress), dynamic([]), pack_array(IpAddress))");
  });
});

describe("each value once", () => {
  it("stands where it comes first", async () => {
    expect(await stages("eval hosts=mvdedup(hosts) | table hosts")).toEqual([
      "| mv-apply with_itemindex=place element = iff(array_length(hosts) > 0, hosts, dynamic([null])) on (",
      "    summarize place = min(place) by element = tostring(element)",
      "    | sort by place asc nulls last",
      "    | summarize distinct_values = make_list_if(element, isnotempty(element))",
      "  )",
      "| project hosts = distinct_values",
    ]);
  });
});
