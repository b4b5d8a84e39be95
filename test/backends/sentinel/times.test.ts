import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { compileSearch } from "../../support/compile-search.js";

describe("a relative time", () => {
  it.each([
    ["-1d@d", "startofday(TimeGenerated - 1d)"],
    ["+2h", "TimeGenerated + 2h"],
    ["@d+30m", "startofday(TimeGenerated) + 30m"],
    ["-1mon@mon", 'startofmonth(datetime_add("month", -1, TimeGenerated))'],
    ["-1y", 'datetime_add("month", -12, TimeGenerated)'],
    ["@w0", "startofweek(TimeGenerated)"],
    ["@w1", "startofweek(TimeGenerated - 1d) + 1d"],
    ["@q", 'datetime_add("month", 0 - (monthofyear(TimeGenerated) - 1) % 3, startofmonth(TimeGenerated))'],
  ])("%s", async (modifier, expected) => {
    const compiled = await compileSearch(
      sentinel,
      `EventCode=4624 | eval t=relative_time(_time, "${modifier}") | table t`,
      { source: "windows.security" },
    );
    const text = compiled.status === "refused" ? compiled.reasons.join() : compiled.query.text;
    expect(text).toContain(`t = ${expected}`);
  });

  it.each(["-1x", "@d5", "soon", "`a_macro`"])("is refused as %s", async (modifier) => {
    const compiled = await compileSearch(
      sentinel,
      `EventCode=4624 | eval t=relative_time(_time, "${modifier}") | table t`,
      { source: "windows.security" },
    );
    expect(compiled.status).toBe("refused");
  });
});

describe("a relative time with a number out of a row", () => {
  const query = async (offset: string): Promise<string> => {
    const compiled = await compileSearch(
      sentinel,
      `EventCode=4624 | eval t=relative_time(_time, ${offset}) | table t`,
      { source: "windows.security" },
    );
    return compiled.status === "refused" ? compiled.reasons.join() : compiled.query.text;
  };

  it.each([
    ['"-".LogonProcessName."d"', "TimeGenerated - tolong(LogonProcessName) * 1d"],
    ['"@d+"+LogonProcessName+"h@h"', "bin(startofday(TimeGenerated) + tolong(LogonProcessName) * 1h, 1h)"],
    ['"-".LogonProcessName."mon"', 'datetime_add("month", tolong(LogonProcessName) * -1, TimeGenerated)'],
  ])("as %s", async (offset, expected) => {
    expect(await query(offset)).toContain(
      `iff(LogonProcessName matches regex @"^[0-9]+$", ${expected}, datetime(null))`,
    );
  });

  it.each([
    "LogonProcessName",
    '"-"+LogonProcessName',
    'LogonProcessName."d"',
    '"-".LogonProcessName.TargetUserName."d"',
    '"-1".LogonProcessName."d"',
    '"-".LogonProcessName."x"',
    '"-".LogonProcessName."d@x"',
  ])("is refused as %s", async (offset) => {
    expect(await query(offset)).toContain("with a computed offset");
  });
});

describe("the range of a search", () => {
  it.each([
    ["earliest=-4h", "4h"],
    ["earliest=-1d@d", "2d"],
    ["earliest=@w1", "7d"],
    ["earliest=-90m@h", "150m"],
  ])("of %s takes a period that holds it all: %s", async (range, period) => {
    const compiled = await compileSearch(sentinel, `EventCode=4624 ${range}`, { source: "windows.security" });
    const [rule] = compiled.status === "compiled" ? compiled.artifacts : [];
    expect(rule?.text).toContain(`queryPeriod: ${period}\n`);
  });

  it("is refused where its length depends on the calendar", async () => {
    const compiled = await compileSearch(sentinel, "EventCode=4624 earliest=-1mon", {
      source: "windows.security",
    });
    expect(compiled).toMatchObject({
      status: "refused",
      reasons: [expect.stringContaining("no offset of a fixed length")],
    });
  });
});

describe("a time as text", () => {
  it.each([
    [
      "is a number where it is compared as one",
      'eval h=strftime(_time, "%H") | where h >= 20',
      "todouble(h) >= 20",
    ],
    [
      "is counted by its text",
      'eval t=strftime(_time, "%F %T") | stats dc(t) as n | where n > 3',
      'count_distinct(format_datetime(TimeGenerated, "yyyy-MM-dd HH:mm:ss"))',
    ],
    [
      "is told from others by its text",
      'eval h=strftime(_time, "%H") | dedup h | table h',
      "arg_max(TimeGenerated, *) by h",
    ],
    [
      "shows what its format has",
      'eval h=strftime(_time, "%H") | table h',
      'h = format_datetime(TimeGenerated, "HH")',
    ],
    [
      "has the order of its letters",
      'eval day=strftime(_time, "%m/%d/%Y") | sort day | head 3',
      'day = format_datetime(TimeGenerated, "MM/dd/yyyy")',
    ],
    [
      "reads as the time without what the text lacks",
      'eval t=strftime(_time, "%F %T") | eval u=strptime(t, "%F %T") | table u',
      "u = bin(TimeGenerated, 1s)",
    ],
    [
      "reads as the time with the parts of a second that it has",
      'eval t=strftime(_time, "%F %T.%3N") | eval u=strptime(t, "%F %T.%3N") | table u',
      "u = bin(TimeGenerated, 1ms)",
    ],
    [
      "shows as the time where it has the date and the seconds",
      'eval t=strftime(_time, "%F %T") | table t',
      "| project TimeGenerated",
    ],
  ])("%s", async (_, steps, expected) => {
    const compiled = await compileSearch(sentinel, `EventCode=4624 | ${steps}`, {
      source: "windows.security",
    });
    expect(compiled.status === "refused" ? compiled.reasons.join() : compiled.query.text).toContain(expected);
  });
});
