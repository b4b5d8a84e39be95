import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { compileSearch } from "../../support/compile-search.js";

/** The lines of a query after its filter on time. */
async function lines(search: string, source: string, comments = false): Promise<readonly string[]> {
  const compiled = await compileSearch(sentinel, search, { source, comments });
  if (compiled.status === "refused") return compiled.reasons;
  const all = compiled.query.text.split("\n");
  return all.slice(all.findIndex((line) => line.includes("| where TimeGenerated")) + 1);
}

describe("filters", () => {
  it("come before what is collected from arrays, and after what they need", async () => {
    const search =
      '"ModifiedProperties{}.Name"=Role Operation="Add user." UserId="a*" | stats count by "ModifiedProperties{}.Name" UserId';
    const found = await lines(search, "microsoft.o365");
    expect(
      found.filter((line) => /^\| (where|extend|mv-apply)/.test(line)).map((line) => line.slice(0, 24)),
    ).toEqual([
      "| where isnotempty(tostr",
      "| where tostring(RawEven",
      "| extend UserId = tostri",
      "| where UserId startswit",
      "| mv-apply element = iff",
      "| where tostring(Modifie",
      "| where isnotempty(Modif",
    ]);
  });

  it("stand in the same places where comments are written", async () => {
    const search =
      'process="*\\\\a*" | eval x=lower(process) | search process_path="*b*" x="*c*" | stats count by x process';
    const plain = await lines(search, "cim.endpoint.processes");
    const commented = await lines(search, "cim.endpoint.processes", true);
    expect(commented.filter((line) => !/^\s*\/\//.test(line))).toEqual(plain);
  });
});

describe("comments", () => {
  it.each(["\r", "\r\n", "\n", "\u2028", "\u2029"])(
    "end where the search has a line end %j",
    async (lineEnd) => {
      const search = `process="a${lineEnd}| where true" | stats count by process`;
      const query = async (comments: boolean): Promise<readonly string[]> => {
        const compiled = await compileSearch(sentinel, search, {
          source: "cim.endpoint.processes",
          comments,
        });
        return compiled.status === "refused" ? [] : compiled.query.text.split(/[\n\r\u2028\u2029]+/u);
      };
      const commented = await query(true);
      expect(commented[0]).toMatch(/^\/\/ process="a \| where true"$/);
      expect(commented.filter((line) => !line.startsWith("//"))).toEqual(await query(false));
    },
  );
});

describe("values of one array", () => {
  it("are collected together, an empty text as a value", async () => {
    const search = "Operation=x | table Parameters{}.Name Parameters{}.Value";
    const found = await lines(search, "microsoft.o365");
    expect(found.filter((line) => line.startsWith("| mv-apply")).length).toBe(1);
    expect(found).toContain(
      "    summarize Parameters_Name = make_list_if(tostring(element.Name), isnotnull(element.Name)),",
    );
  });
});

describe("a field that has one text in all rows of its table", () => {
  it.each([
    ["holds", "category=SignInLogs properties.userAgent=x", '| where UserAgent =~ "x"'],
    [
      "holds as one of several",
      "category IN (SignInLogs, AuditLogs) properties.userAgent=x",
      '| where UserAgent =~ "x"',
    ],
    ["holds by a pattern", "category=Sign* properties.userAgent=x", '| where UserAgent =~ "x"'],
    [
      "holds where it is not another",
      "category!=AuditLogs properties.userAgent=x",
      '| where UserAgent =~ "x"',
    ],
  ])("is not tested where the test %s", async (_, search, expected) => {
    const found = await lines(
      `category=SignInLogs ${search} | table properties.userAgent`,
      "microsoft.entra",
    );
    expect(found[0]).toBe(expected);
  });
});

describe("choices of columns", () => {
  it.each([
    [
      "after each other become one",
      "EventCode=4624 | table Computer IpAddress | rename IpAddress as src | table src",
      ["| project src = IpAddress"],
    ],
    [
      "before a group are not written",
      "EventCode=4624 | table Computer IpAddress | stats count by Computer",
      ["| summarize ['count'] = count() by Computer"],
    ],
    [
      "of keys only drop the aggregates",
      "EventCode=4624 | stats count by Computer | dedup Computer | table Computer",
      ["| summarize by Computer"],
    ],
  ])("%s", async (_, search, expected) => {
    expect((await lines(search, "windows.security")).slice(-expected.length)).toEqual(expected);
  });
});

describe("alternatives", () => {
  it.each([
    [
      "that differ in one value are a list beside what they share",
      "(process_name=a.exe process_id=1) OR (process_name=b.exe process_id=1)",
      '| where FileName in~ ("a.exe", "b.exe") and ProcessId == 1',
    ],
    [
      "that differ in more stay",
      "(process_name=a.exe process_id=1) OR (process_name=b.exe process_id=2)",
      '| where FileName =~ "a.exe" and ProcessId == 1 or FileName =~ "b.exe" and ProcessId == 2',
    ],
  ])("%s", async (_, search, expected) => {
    const found = await lines(`${search} | table process_name process_id`, "cim.endpoint.processes");
    expect(found).toContain(expected);
  });
});
