import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { watchlistFile } from "../../../src/backends/sentinel/transform/lookup-table.js";
import type { LookupTable } from "../../../src/content/model.js";
import { compileSearch } from "../../support/compile-search.js";

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

  it("refuses a wildcard between two texts", async () => {
    const found = await lines(search, table("tools", "pattern,name\na*b,1", { matchTypes: wildcard }));
    expect(found).toEqual([expect.stringContaining("has a wildcard between two texts")]);
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

  it("numbers the rows in the file of a watchlist", () => {
    expect(watchlistFile(table("tools", 'pattern,name\n"a,b",1\nc'))).toBe(
      'detc_line,pattern,name\n1,"a,b",1\n2,c,\n',
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
