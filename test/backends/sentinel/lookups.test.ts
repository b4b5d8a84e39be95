import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { watchlistFile } from "../../../src/backends/sentinel/transform/lookup-table.js";
import type { LookupTable } from "../../../src/content/model.js";
import { KustoChecker } from "../../conformance/engines/kusto.js";
import { compileSearch } from "../../support/compile-search.js";
import { hostileTexts } from "../../conformance/execute/hostile.js";
import { readCsv } from "../../../src/source/csv.js";
import tables from "./tables.json" with { type: "json" };

const checker = new KustoChecker(tables);

function table(name: string, csv: string | undefined, facts: Partial<LookupTable> = {}): LookupTable {
  const columns = csv?.split("\n")[0]?.split(",") ?? [];
  return {
    name,
    description: "",
    kind: csv === undefined ? "kvstore" : "csv",
    ...(csv === undefined ? {} : { csv: { path: `${name}.csv`, text: csv } }),
    columns,
    matchTypes: new Map(),
    caseSensitive: false,
    minMatches: 0,
    file: { name: `${name}.yml`, text: "" },
    ...facts,
  };
}

async function lines(search: string, ...tables: readonly LookupTable[]): Promise<readonly string[]> {
  const compiled = await compileSearch(sentinel, search, {
    source: "windows.security",
    lookups: new Map(tables.map((each) => [each.name, each])),
  });
  return compiled.status === "compiled" ? compiled.query.text.split("\n") : compiled.reasons;
}

const wildcard = new Map([["pattern", "wildcard"]] as const);

describe("a lookup that KQL's `lookup` cannot hold", () => {
  const search = "EventCode=4688 | lookup tools pattern AS NewProcessName OUTPUT name | table Computer name";

  it("asks each row of the table by the forms that its patterns have", async () => {
    const found = await lines(
      search,
      table("tools", "pattern,name\n*\\one.exe,a\n*\\two.exe,b", { matchTypes: wildcard }),
    );
    expect(found).toContain("| mv-apply row = toscalar(tools_rows) on (");
    expect(found).toContain(
      '    extend meets = isnotempty(NewProcessName) and NewProcessName endswith trim(@"[*]+", tostring(row.pattern))',
    );
  });

  it("gives the first match, or the default where there is none", async () => {
    const found = await lines(
      search,
      table("tools", "pattern,name\n*\\one.exe,a\nx*,b\nplain,c", {
        matchTypes: wildcard,
        caseSensitive: true,
        minMatches: 1,
        maxMatches: 1,
        defaultMatch: "none",
      }),
    );
    expect(found.join(" ")).toContain("NewProcessName startswith_cs");
    expect(found.join(" ")).toContain("NewProcessName == tostring(row.pattern)");
    expect(found).toContain(
      '| extend name = iff(array_length(name_found) == 0, "none", tostring(name_found[0]))',
    );
  });

  it("asks whether an address is in a network", async () => {
    const found = await lines(
      "EventCode=4625 | lookup nets pattern AS IpAddress OUTPUT name | table Computer name",
      table("nets", "pattern,name\n10.0.0.0/8,a", { matchTypes: new Map([["pattern", "cidr"]] as const) }),
    );
    expect(found.join(" ")).toContain("ipv4_is_in_range(IpAddress, tostring(row.pattern))");
  });

  it("takes all rows of a key", async () => {
    const found = await lines(search, table("tools", "pattern,name\nx,a\nx,b"));
    expect(found.join(" ")).toContain("make_list_if(tostring(row.name), meets)");
  });

  it("tells a pattern with a wildcard between two texts by its text", async () => {
    const found = await lines(
      search,
      table("tools", "pattern,name\n*\\v*\\a.exe,1\n*\\b.exe,2", { matchTypes: wildcard }),
    );
    expect(found).toContain(
      '    extend meets = isnotempty(NewProcessName) and case(tostring(row.pattern) == @"*\\v*\\a.exe", NewProcessName matches regex @"(?is)\\\\v.*\\\\a\\.exe$", tostring(row.pattern) startswith "*", NewProcessName endswith trim(@"[*]+", tostring(row.pattern)), NewProcessName =~ tostring(row.pattern))',
    );
  });

  it("asks for the texts on both sides of a wildcard", async () => {
    const found = await lines(
      search,
      table("tools", "pattern,name\na*.exe,1\nb*.exe,2\n*c,3\nd,4", { matchTypes: wildcard }),
    );
    expect(found).toContain(
      '    extend meets = isnotempty(NewProcessName) and case(tostring(row.pattern) startswith "*", NewProcessName endswith trim(@"[*]+", tostring(row.pattern)), tostring(row.pattern) contains "*", NewProcessName startswith tostring(split(tostring(row.pattern), "*")[0]) and NewProcessName endswith tostring(split(tostring(row.pattern), "*")[1]) and strlen(NewProcessName) >= strlen(tostring(row.pattern)) - 1, NewProcessName =~ tostring(row.pattern))',
    );
  });

  it("shows a key as the table has it, also where case does not matter", async () => {
    const found = await lines(
      "EventCode=4688 | lookup tools name AS SubjectUserName OUTPUT name AS known | table known",
      table("tools", "name\nAnna\nBert"),
    );
    expect(found.join("\n")).toContain('"Anna"');
    expect(found).toContain("    | project name_key = tolower(name), known = name");
  });

  it("compares patterns without a wildcard as texts", async () => {
    const found = await lines(search, table("tools", "pattern,name\na,1\nb,2", { matchTypes: wildcard }));
    expect(found).toContain("| lookup kind=leftouter (");
  });

  it("takes the rows of a long table from a watchlist, in their order", async () => {
    const rows = Array.from({ length: 600 }, (_, index) => `*name${String(index)}.exe,${String(index)}`);
    const found = await lines(
      search,
      table("tools", ["pattern,name", ...rows].join("\n"), { matchTypes: wildcard }),
    );
    expect(found.slice(1, 3)).toEqual([
      '  _GetWatchlist("tools")',
      "  | sort by tolong(detc_line) asc nulls last",
    ]);
  });

  it("takes the rows of every table from a watchlist where the query would be too long for a rule", async () => {
    const users = Array.from({ length: 60 }, (_, row) => `user${String(row)},group${String(row)}`).join("\n");
    const names = Array.from({ length: 7 }, (_, index) => `tab${String(index)}`);
    const search = (used: readonly string[]) =>
      [
        "EventCode=4688",
        ...used.map((name) => `lookup ${name} user AS SubjectUserName OUTPUT group AS ${name}_group`),
        `table Computer ${used.map((name) => `${name}_group`).join(" ")}`,
      ].join(" | ");
    const tables = [
      ...names.map((name) => table(name, `user,group\n${users}`)),
      table("t", "user,group\na,b"),
    ];
    const few = await lines(search(["tab0", "t"]), ...tables);
    expect(few.join("\n")).not.toContain("_GetWatchlist");
    const many = await lines(search([...names, "t"]), ...tables);
    expect(many.filter((line) => line.includes("_GetWatchlist"))).toHaveLength(names.length);
    expect(many.join("\n")).toContain("datatable");
    expect(many.join("\n").length).toBeLessThan(10_000);
  });

  it.each(["../../../evil", "a'b", "two words", "ab", "_tools", "a\nb"])(
    "takes none that could not have the name %j as its alias",
    async (name) => {
      const rows = Array.from({ length: 600 }, (_, index) => `*name${String(index)}.exe,${String(index)}`);
      const found = await lines(
        `EventCode=4688 | lookup "${name}" pattern AS NewProcessName OUTPUT name | table Computer name`,
        table(name, ["pattern,name", ...rows].join("\n"), { matchTypes: wildcard }),
      );
      expect(found.join("\n")).toContain("its name cannot be the alias of a watchlist");
    },
  );

  it("numbers the rows in the file of a watchlist", () => {
    expect(watchlistFile(table("tools", 'pattern,name\n"a,b",1\nc'))).toBe(
      'detc_line,pattern,name\n1,"a,b",1\n2,c,\n',
    );
  });

  it("has a file with the columns of a KV store, to be filled", () => {
    expect(watchlistFile(table("seen", undefined, { columns: ["_key", "user", "a,b"] }))).toBe(
      'user,"a,b"\n',
    );
  });

  it("takes rows of a KV store from a watchlist of its name", async () => {
    const found = await lines(
      "| inputlookup seen | stats min(first) as first by user",
      table("seen", undefined, { columns: ["_key", "user", "first"] }),
    );
    expect(found[0]).toBe('_GetWatchlist("seen")');
  });
});

describe("a lookup in a table whose rows are not known", () => {
  const seen = (facts: Partial<LookupTable> = {}): LookupTable =>
    table("seen", undefined, { columns: ["_key", "account", "since", "enough"], ...facts });

  it("takes all values that a watchlist of its name has for a key", async () => {
    const found = await lines(
      "EventCode=4624 | lookup seen account AS TargetUserName OUTPUT since | where isnull(since) | table Computer",
      seen({ caseSensitive: true }),
    );
    expect(found.slice(3)).toEqual([
      "| lookup kind=leftouter (",
      '    _GetWatchlist("seen")',
      "    | project account = tostring(account), since = tostring(since)",
      "    | where isnotempty(account)",
      "    | summarize since = make_list_if(since, isnotempty(since)) by account_key = account",
      "  ) on $left.TargetUserName == $right.account_key",
      "| where coalesce(array_length(since), 0) == 0",
      "| project Computer",
    ]);
  });

  it("asks each value for its time", async () => {
    const found = await lines(
      'EventCode=4624 | lookup seen account AS TargetUserName OUTPUT since | where since > relative_time(now(), "-1d") | table Computer',
      seen(),
    );
    expect(found).toContain(
      "    summarize matching_values = countif(unixtime_seconds_todatetime(todouble(tostring(element))) > ago(1d))",
    );
  });

  it("finds the least of the values, number or text", async () => {
    const found = await lines(
      "EventCode=4624 | lookup seen account AS TargetUserName OUTPUT since | eval first=min(since) | where isnull(first) | table Computer",
      seen(),
    );
    expect(found.join("\n")).toContain("| project least_value = coalesce(");
    expect(found).toContain("| where isempty(least_value)");
  });

  it("finds the greatest of all rows", async () => {
    const found = await lines(
      "EventCode=4624 | lookup seen account AS TargetUserName OUTPUT enough | eventstats max(enough) as enough | where enough=1 | table Computer",
      seen(),
    );
    expect(found.join("\n")).toContain("arg_max(todouble(greatest_value), greatest_value)");
    expect(found).toContain("| where todouble(enough_2) == 1");
  });

  it("takes the rows that any of several values meets, of those that the other keys have", async () => {
    const search =
      "EventCode=4624 | stats values(Computer) as hosts by TargetUserName | lookup allowed account AS TargetUserName host AS hosts OUTPUT until | where isnull(until)";
    const found = await lines(
      search,
      table("allowed", undefined, { columns: ["account", "host", "until"], caseSensitive: true }),
    );
    expect(found.slice(5)).toEqual([
      "| lookup kind=leftouter (",
      '    _GetWatchlist("allowed")',
      "    | project account = tostring(account), host = tostring(host), until = tostring(until)",
      "    | where isnotempty(account) and isnotempty(host)",
      '    | summarize allowed_rows = make_list(bag_pack("host", host, "until", until)) by account_key = account',
      "  ) on $left.TargetUserName == $right.account_key",
      "| mv-apply row = iff(array_length(allowed_rows) > 0, allowed_rows, dynamic([null])) on (",
      "    mv-apply element = iff(array_length(hosts) > 0, hosts, dynamic([null])) on (",
      "        summarize matching_values = countif(tostring(element) == tostring(row.host))",
      "      )",
      "    | extend meets = isnotnull(row) and matching_values > 0",
      "    | summarize until_found = make_list_if(tostring(row.until), meets and isnotempty(tostring(row.until)))",
      "  )",
      "| where coalesce(array_length(until_found), 0) == 0",
    ]);
    expect(checker.check(found.join("\n"))).toEqual([]);
  });

  it("refuses a key with several values alone, as no array holds a whole table", async () => {
    const search =
      "EventCode=4624 | stats values(Computer) as hosts by TargetUserName | lookup seen account AS hosts OUTPUT since | where isnull(since)";
    expect(await lines(search, seen())).toEqual([
      expect.stringContaining("it is asked for a field with several values"),
    ]);
  });

  it("gathers the values that Splunk's table has in one row", async () => {
    const names = seen({ together: { column: "account", by: "_key" } });
    const found = await lines(
      "EventCode=4624 | lookup seen account AS TargetUserName OUTPUT account AS names | table Computer names",
      names,
    );
    expect(found.slice(3)).toEqual([
      "| extend TargetUserName_2 = tolower(TargetUserName)",
      "| lookup kind=leftouter (",
      '    _GetWatchlist("seen")',
      "    | project account = tostring(account), key = tostring(_key)",
      "    | where isnotempty(account)",
      "    | extend same_row = coalesce(key, account)",
      "    | join kind=inner (",
      '        _GetWatchlist("seen")',
      "        | project account = tostring(account), key = tostring(_key)",
      "        | project other_row = coalesce(key, account), account_beside = account",
      "      ) on $left.same_row == $right.other_row",
      "    | summarize names = array_sort_asc(make_set_if(account_beside, isnotempty(account_beside)))",
      "        by account_key = tolower(account)",
      "  ) on $left.TargetUserName_2 == $right.account_key",
      "| project Computer, names",
    ]);
    expect(checker.check(found.join("\n"))).toEqual([]);
    expect(watchlistFile(names)).toBe("_key,account,since,enough\n");
  });

  it("refuses what stands together beside other columns", async () => {
    expect(
      await lines(
        "EventCode=4624 | lookup seen account AS TargetUserName OUTPUT account AS names since | table names since",
        seen({ together: { column: "account", by: "_key" } }),
      ),
    ).toEqual([expect.stringContaining("what stands together in `account`")]);
  });

  it("reads a time of which there may be several only where there is one", async () => {
    const found = await lines(
      'EventCode=4624 | lookup seen account AS TargetUserName OUTPUT since enough | eval end=relative_time(strptime(since, "%Y-%m-%d"), "+"+enough+"d@d") | where now()<end | table Computer',
      seen({ caseSensitive: true }),
    );
    const one = (name: string): string => `iff(array_length(${name}) == 1, tostring(${name}[0]), "")`;
    expect(found).toContain(
      `| extend end = iff(${one("enough")} matches regex @"^[0-9]+$", startofday(todatetime(${one("since")}) + tolong(${one("enough")}) * 1d), datetime(null))`,
    );
    expect(checker.check(found.join("\n"))).toEqual([]);
  });

  it("refuses the first row of a key", async () => {
    const search = "EventCode=4624 | lookup seen account AS TargetUserName OUTPUT since | table since";
    expect(await lines(search, seen({ maxMatches: 1 }))).toEqual([
      expect.stringContaining("which of its rows comes first is not known"),
    ]);
  });
});

describe("a lookup in a table with empty cells", () => {
  it("matches no row that lacks its key", async () => {
    const found = await lines(
      "EventCode=4624 | lookup owners host AS WorkstationName OUTPUT owner | table Computer owner",
      table("owners", "host,owner\na,x\n,y"),
    );
    expect(found).toContain("    | where isnotempty(host)");
  });

  it("gives the default only where no row matches", async () => {
    const found = await lines(
      "EventCode=4624 | lookup owners host AS Computer OUTPUT owner | table Computer owner",
      table("owners", "host,owner\na,x\nb,", { minMatches: 1, defaultMatch: "none" }),
    );
    expect(found).toContain("    | project host_key = host, owner_found = owner, matched = true");
    expect(found.at(-1)).toBe('| project Computer, owner = iff(isnull(matched), "none", owner_found)');
  });
});

describe("a table that is kept elsewhere and asked by pattern", () => {
  const brands = (facts: Partial<LookupTable> = {}): LookupTable =>
    table("brands", undefined, { columns: ["pattern", "fake"], matchTypes: wildcard, ...facts });
  const search = (test: string, more = "") =>
    `EventCode=4688 | lookup brands pattern AS NewProcessName OUTPUT fake | search ${test} ${more}`;

  it("is one pattern of those of its rows that are wanted", async () => {
    const found = await lines(search("fake=yes Computer=a", "| table Computer"), brands());
    expect(found).toEqual(
      expect.arrayContaining([
        "let brands_patterns =",
        '  _GetWatchlist("brands")',
        '  | where fake =~ "yes" and isnotempty(pattern)',
        '  | summarize patterns = strcat("(?is)^(?:", strcat_array(array_concat(dynamic(["$."]), make_set(replace_string(replace_regex(replace_string(replace_string(pattern, @"\\", @"\\\\"), "^", @"\\^"), @"([$.|?+()\\[{}])", @"[\\1]"), "*", ".*"))), "|"), ")$");',
        "| where isnotempty(NewProcessName) and NewProcessName matches regex toscalar(brands_patterns)",
      ]),
    );
    expect(checker.check(found.join("\n"))).toEqual([]);
  });

  it("heeds case where the table does", async () => {
    const found = await lines(search("fake=yes", "| table Computer"), brands({ caseSensitive: true }));
    expect(found.join("\n")).toContain('strcat("(?s)^(?:"');
  });

  it("is asked by any of several values", async () => {
    const found = await lines(
      "EventCode=4688 | stats values(NewProcessName) as names by Computer | lookup brands pattern AS names OUTPUT fake | search fake=yes | table Computer",
      brands({ minMatches: 1, defaultMatch: "no" }),
    );
    expect(found).toContain("| where matching_values > 0");
    expect(checker.check(found.join("\n"))).toEqual([]);
  });

  it("leaves out what only shows, and nothing else that is asked", async () => {
    const counted = "EventCode=4688 | stats count by NewProcessName";
    const asked = "lookup brands pattern AS NewProcessName OUTPUT fake | search fake=yes";
    const compiled = await compileSearch(sentinel, `${counted} | ${asked}`, {
      source: "windows.security",
      lookups: new Map([["brands", brands()]]),
    });
    expect(compiled.status === "compiled" ? compiled.query.dropped.map(({ what }) => what) : []).toContain(
      "column `fake`",
    );
    const reason = "only whether one of them is met can be asked";
    expect((await lines(`${counted} | ${asked} | eval n=len(fake)`, brands())).join()).toContain(reason);
  });

  it.each([
    ["a test that rows pass without a row of the table", "fake=no", { minMatches: 1, defaultMatch: "no" }],
    ["a denied test", "NOT fake=yes", {}],
    ["another test than that of one text", "fake=y*", {}],
    ["a number, which may be written in several ways", "fake=1", {}],
    ["two tests", "fake=yes fake=true", {}],
  ])("refuses %s", async (_, test, facts) => {
    expect((await lines(search(test, "| table Computer"), brands(facts))).join()).toContain(
      "its patterns are not part of the content",
    );
  });
});

describe("a pattern that is in the table of a later lookup", () => {
  const search = (test: string) =>
    `EventCode=4688 | where ${test} | lookup tools file AS ParentProcessName OUTPUT grade | where grade="bad"`;
  const tools = table("tools", "file,grade\none.exe,bad\ntwo.exe,good");

  it("is asked with what it is a pattern of", async () => {
    const found = await lines(search('NOT match(NewProcessName, "(?i)" . ParentProcessName)'), tools);
    expect(found).toContain(
      '  | summarize patterns = strcat("(?i)^(?:", strcat_array(make_set(strcat(replace_string(file, ".", @"\\."), @"\\n(?s:.*)", file)), "|"), ")");',
    );
    expect(found.join("\n")).toContain(
      'not(coalesce(iff(isnotempty(ParentProcessName) and isnotempty(NewProcessName), strcat(ParentProcessName, "\\n", NewProcessName) matches regex toscalar(tools_patterns), bool(null)), true))',
    );
    expect(checker.check(found.join("\n"))).toEqual([]);
  });

  it("is refused where its own case counts", async () => {
    expect((await lines(search("match(NewProcessName, ParentProcessName)"), tools)).join()).toContain(
      "`matches_regex`",
    );
  });
});

describe("a lookup of an app that lists groups", () => {
  it("reads a watchlist of its name, in the case that its keys have", async () => {
    const found = await lines(
      'EventCode=4728 | lookup admon_groups_def cn AS TargetUserName OUTPUT category | where category="privileged"',
    );
    expect(found).toContain('    _GetWatchlist("admon_groups_def")');
    expect(found).toContain("  ) on $left.TargetUserName == $right.cn_key");
  });
});

describe("a lookup that a script computes", () => {
  it("asks how often each character of a text is there", async () => {
    const found = await lines(
      "EventCode=4688 | lookup ut_shannon_lookup word AS NewProcessName | where ut_shannon > 3 | table Computer ut_shannon",
    );
    expect(found).toEqual(
      expect.arrayContaining([
        '| extend entropy_of = extract_all(@"(?s)(.)", trim(@"[\\t-\\r\\x1c-\\x1f\\x85\\pZ]+", NewProcessName))',
        "| mv-apply element = iff(array_length(entropy_of) > 0, entropy_of, dynamic([null])) on (",
        "    summarize times = count() by element = tostring(element), total = array_length(entropy_of)",
        "    | summarize entropy = sum(todouble(times) / total * log2(todouble(total) / times))",
        "| extend ut_shannon = iff(isnotempty(NewProcessName), coalesce(entropy, 0.0), real(null))",
        "| where ut_shannon > 3",
      ]),
    );
    expect(checker.check(found.join("\n"))).toEqual([]);
  });
});

describe("a lookup asked for a field with several values", () => {
  const hosts = "EventCode=4624 | stats values(Computer) as hosts by TargetUserName";
  const owners = table("owners", "host,owner\na,x\nb,y");

  it("looks up each value, in their order", async () => {
    const found = await lines(`${hosts} | lookup owners host AS hosts OUTPUT owner`, owners);
    expect(found).toEqual(
      expect.arrayContaining([
        '  | summarize rows = make_bag(bag_pack(tolower(host), bag_pack("owner", owner)));',
        "| extend owners_by_key = toscalar(owners_rows)",
        "| mv-apply element = iff(array_length(hosts) > 0, hosts, dynamic([null])) on (",
        "    extend match = owners_by_key[tolower(tostring(element))]",
        "    | summarize owner_found = make_list_if(tostring(match.owner), isnotnull(match))",
      ]),
    );
    expect(checker.check(found.join("\n"))).toEqual([]);
  });

  it("gives the default where none of the values is in the table", async () => {
    const found = await lines(
      `${hosts} | lookup owners host AS hosts OUTPUT owner`,
      table("owners", "host,owner\na,x", { caseSensitive: true, minMatches: 1, defaultMatch: "none" }),
    );
    expect(found).toEqual(
      expect.arrayContaining([
        "    extend match = owners_by_key[tostring(element)]",
        '| extend owner = iff(array_length(owner_found) == 0, pack_array("none"), owner_found)',
      ]),
    );
    expect(checker.check(found.join("\n"))).toEqual([]);
  });

  it("takes a row of which any value meets the pattern, once", async () => {
    const found = await lines(
      `${hosts} | lookup owners pattern AS hosts OUTPUT owner`,
      table("owners", "pattern,owner\na*,x\nb*,y", { matchTypes: wildcard }),
    );
    expect(found).toEqual(
      expect.arrayContaining([
        "| mv-apply row = toscalar(owners_rows) on (",
        "    mv-apply element = iff(array_length(hosts) > 0, hosts, dynamic([null])) on (",
        '        summarize matching_values = countif(isnotempty(tostring(element)) and tostring(element) startswith trim(@"[*]+", tostring(row.pattern)))',
        "    | extend meets = matching_values > 0",
      ]),
    );
    expect(checker.check(found.join("\n"))).toEqual([]);
  });

  it("asks an empty table too, as rows would be left out by an empty array of rows", async () => {
    const found = await lines(
      `${hosts} | lookup owners pattern AS hosts OUTPUT owner`,
      table("owners", "pattern,owner", { matchTypes: wildcard }),
    );
    expect(found).toContain("    extend match = owners_by_key[tolower(tostring(element))]");
  });

  it("leaves a key without a text out of the table", async () => {
    const found = await lines(
      `${hosts} | lookup owners host AS hosts OUTPUT owner`,
      table("owners", "host,owner\na,x\n,y"),
    );
    expect(found).toContain("  | where isnotempty(host)");
  });

  it.each([
    ["several rows for a value", "host,owner\na,x\na,y", "host AS hosts"],
    ["several keys", "host,user,owner\na,u,x", "host AS hosts user AS TargetUserName"],
  ])("refuses %s", async (_, csv, keys) => {
    expect(
      await lines(`${hosts} | lookup owners ${keys} OUTPUT owner | where owner="x"`, table("owners", csv)),
    ).toEqual([expect.stringContaining("several values")]);
  });

  it("refuses values that a row of several lacks", async () => {
    expect(
      await lines(
        `${hosts} | lookup owners host AS hosts OUTPUT owner | where owner="x"`,
        table("owners", "host,owner\na,x\nb,"),
      ),
    ).toEqual([expect.stringContaining("some of them lack the value")]);
  });
});

describe("hostile cells of a table", () => {
  const rows = hostileTexts.map((cell, index) => [`C:\\${String(index)}`, cell] as const);
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  const csv = ["program,name", ...rows.map((row) => row.map(quoted).join(","))].join("\n");

  /** The texts of all literals: https://learn.microsoft.com/kusto/query/scalar-data-types/string */
  function literals(query: string): readonly string[] {
    const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
    const pattern = /@"((?:[^"]|"")*)"|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'/gu;
    return [...query.matchAll(pattern)].map(([, verbatim, double, single]) =>
      verbatim !== undefined
        ? verbatim.replaceAll('""', '"')
        : (double ?? single ?? "").replace(/\\(?:u([0-9a-f]{4})|(.))/gu, (_, code?: string, letter = "") =>
            code === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
          ),
    );
  }

  it("are one literal each, with exactly that text", async () => {
    const search =
      "EventCode=4688 | lookup tools program AS NewProcessName OUTPUT name | table Computer name";
    const query = (await lines(search, table("tools", csv, { caseSensitive: true }))).join("\n");
    expect(checker.check(query)).toEqual([]);
    const begin = query.indexOf("datatable");
    expect(literals(query.slice(begin, query.indexOf("| project program_key")))).toEqual(rows.flat());
  });

  it("are the same cells in the file of a watchlist", () => {
    const [, ...read] = readCsv(watchlistFile(table("tools", csv)) ?? "");
    expect(read.map(([, ...cells]) => cells)).toEqual(readCsv(csv).slice(1));
  });
});
