import { describe, expect, it } from "vitest";
import { elastic } from "../../../src/backends/elastic/index.js";
import { documentsOf, indexDocuments, indexRequest } from "../../../src/backends/elastic/lookup-index.js";
import type { LookupTable } from "../../../src/content/model.js";
import { compileSearch, detectionOf, emptyContent } from "../../support/compile-search.js";

function table(name: string, facts: Partial<LookupTable> = {}): LookupTable {
  return {
    name,
    description: "",
    kind: "csv",
    columns: [],
    matchTypes: new Map(),
    caseSensitive: true,
    minMatches: 0,
    file: { name: `lookups/${name}.yml`, text: "" },
    ...facts,
  };
}

/** A table of more rows than stand in a query, the first of which are given. */
function long(name: string, columns: string, rows: readonly string[], facts: Partial<LookupTable> = {}) {
  const width = columns.split(",").length;
  const filler = Array.from({ length: 1200 }, (_, row) => Array(width).fill(`filler-${row}`).join(","));
  const text = [columns, ...rows, ...filler].map((line) => `${line}\n`).join("");
  return table(name, { columns: columns.split(","), csv: { path: `${name}.csv`, text }, ...facts });
}

const seen = table("seen", { kind: "kvstore", columns: ["_key", "account", "since"] });

async function compiled(search: string, ...tables: readonly LookupTable[]) {
  const result = await compileSearch(elastic, search, {
    source: "windows.security",
    lookups: new Map(tables.map((each) => [each.name, each])),
  });
  return result.status === "compiled"
    ? {
        lines: result.query.text.split("\n"),
        setup: String(result.query.documents?.[0]?.["setup"]),
        query: result.query,
        notes: result.notes,
      }
    : { lines: result.reasons, setup: "", query: undefined, notes: [] };
}

describe("a lookup whose rows do not stand in the query", () => {
  it("joins a lookup index by the key", async () => {
    const { lines, query } = await compiled(
      "EventCode=4624 | lookup seen account AS TargetUserName OUTPUT since | where isnull(since) | table Computer",
      seen,
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        "| EVAL lookup_key.account = winlog.event_data.TargetUserName",
        "| LOOKUP JOIN lookup-seen-account ON lookup_key.account",
        "| EVAL Esql.since = lookup.since",
        "| WHERE Esql.since IS NULL",
      ]),
    );
    expect(query?.bindings.at(-1)).toEqual({ source: "seen", table: "lookup-seen-account", connectors: [] });
  });

  it("compares small letters where the lookup does not heed case", async () => {
    const { lines } = await compiled(
      "EventCode=4624 | lookup seen account AS TargetUserName OUTPUT since | where isnull(since) | table Computer",
      { ...seen, caseSensitive: false },
    );
    expect(lines).toContain("| EVAL lookup_key.account = TO_LOWER(winlog.event_data.TargetUserName)");
  });

  it("may find several values, each of which is asked", async () => {
    const { lines } = await compiled(
      "EventCode=4624 | lookup seen account AS TargetUserName OUTPUT since | search since=old | table Computer",
      seen,
    );
    expect(lines.at(-2)).toContain('MV_CONCAT(Esql.since, "\\n")');
    const differs = await compiled(
      "EventCode=4624 | lookup seen account AS TargetUserName OUTPUT since | search since!=a.b | table Computer",
      seen,
    );
    expect(differs.lines.at(-2)).toBe(
      '| WHERE NOT (TO_LOWER(CONCAT("\\n", MV_CONCAT(Esql.since, "\\n"))) RLIKE "(\\na\\\\.b)+")',
    );
  });

  it("keeps what the row has, or takes what is found, as the search says", async () => {
    const found = async (clause: string) =>
      (
        await compiled(
          `EventCode=4624 | stats count by Computer TargetUserName | where count>1 | eval since=nullif(Computer, "a") | lookup seen account AS TargetUserName ${clause} since`,
          seen,
        )
      ).lines.filter((line) => line.includes("COALESCE"));
    expect(await found("OUTPUT")).toEqual(["| EVAL Esql.since_2 = COALESCE(lookup.since, Esql.since)"]);
    expect(await found("OUTPUTNEW")).toEqual(["| EVAL Esql.since_2 = COALESCE(Esql.since, lookup.since)"]);
  });

  it("takes the default where no row has the key", async () => {
    const holes = long("graded", "name,grade", ["a,1", "b,"], { minMatches: 1, defaultMatch: "none" });
    const search =
      "EventCode=4624 | stats count by TargetUserName | where count>1 | lookup graded name AS TargetUserName OUTPUT grade";
    expect((await compiled(search, holes)).lines).toContain(
      '| EVAL Esql.grade = CASE(lookup.name IS NOT NULL, lookup.grade, "none")',
    );
    const full = long("graded", "name,grade", ["a,1"], { minMatches: 1, defaultMatch: "none" });
    expect((await compiled(search, full)).lines).toContain(
      '| EVAL Esql.grade = COALESCE(lookup.grade, "none")',
    );
  });

  it("sorts again, as a join keeps no order", async () => {
    const { lines } = await compiled(
      "EventCode=4624 | stats count by TargetUserName | sort - count | lookup seen account AS TargetUserName OUTPUT since | head 5",
      seen,
    );
    const stages = lines.map((line) => line.split(" ")[1]);
    expect(stages.slice(-7)).toEqual(["LIMIT", "EVAL", "LOOKUP", "SORT", "EVAL", "LIMIT", "KEEP"]);
  });

  it("asks by several keys, which takes a later version", async () => {
    const pairs = table("pairs", { kind: "kvstore", columns: ["a", "b", "c"] });
    const { lines, setup } = await compiled(
      "EventCode=4624 | lookup pairs a AS TargetUserName b AS Computer OUTPUT c | where isnull(c) | table Computer",
      pairs,
    );
    expect(lines).toContain("| LOOKUP JOIN lookup-pairs-a--b ON lookup_key.a, lookup_key.b");
    expect(setup).toContain("version 9.2");
  });

  it.each([
    ["a pattern", long("far", "name,grade", ["a*,1"], { matchTypes: new Map([["name", "wildcard"]]) })],
    ["more rows than it gives", long("far", "name,grade", ["a,1", "a,2", "a,3"], { maxMatches: 2 })],
  ])("is refused for %s", async (_, far) => {
    const { lines } = await compiled(
      "EventCode=4624 | lookup far name AS TargetUserName OUTPUT grade | where grade=1 | table Computer",
      far,
    );
    expect(lines.join("\n")).toMatch(/the lookup `far` is not available in ES\|QL/u);
  });

  it.each([
    [
      "EventCode=4624 | stats values(TargetUserName) as names by Computer | lookup seen account AS names OUTPUT since | where isnull(since)",
      "it is asked for a field that may have several values",
    ],
    [
      "EventCode=4624 | lookup seen account AS TargetUserName OUTPUT since | where mvcount(since)=2",
      "how many values a field has",
    ],
    [
      "EventCode=4624 | lookup lost account AS TargetUserName OUTPUT since | where isnull(since)",
      "the content does not define it",
    ],
  ])("is refused: %s", async (search, reason) => {
    expect((await compiled(search, seen)).lines.join("\n")).toContain(reason);
  });
});

describe("a lookup index", () => {
  it("has one document for each key, with the values of all its rows", () => {
    const tools = long("tools", "name,grade", ["Mimi,bad", "mimi,worse", "mimi,bad", "ping,", ",none"], {
      caseSensitive: false,
    });
    expect(documentsOf(tools, "lookup-tools-name")?.slice(0, 3)).toEqual([
      { lookup: { name: ["Mimi", "mimi"], grade: ["bad", "worse"] } },
      { lookup: { name: "ping" } },
      { lookup: { name: "", grade: "none" } },
    ]);
    expect(indexDocuments(tools, "lookup-tools-name")?.split("\n").slice(2, 4)).toEqual([
      '{"create":{"_id":"2"}}',
      '{"lookup":{"name":"ping"}}',
    ]);
  });

  it("has the first of the rows of a key where the lookup gives one", () => {
    const tools = long("tools", "name,grade", ["mimi,bad", "mimi,worse"], { maxMatches: 1 });
    expect(documentsOf(tools, "lookup-tools-name")?.[0]).toEqual({ lookup: { name: "mimi", grade: "bad" } });
  });

  it("keeps a key a second time as it is compared", () => {
    const compared = (caseSensitive: boolean) =>
      indexRequest({ ...seen, caseSensitive }, "lookup-seen-account");
    expect(compared(false)).toMatchObject({
      settings: { index: { mode: "lookup" } },
      mappings: {
        properties: {
          lookup: {
            properties: {
              account: { type: "keyword", copy_to: "lookup_key.account" },
              since: { type: "keyword" },
            },
          },
          lookup_key: { properties: { account: { type: "keyword", normalizer: "lowercase" } } },
        },
      },
    });
    expect(JSON.stringify(compared(true))).not.toContain("lowercase");
  });

  it("is a file of the build, with its documents where they are known", async () => {
    const far = long("Far", "name,grade", ["a,1"]);
    const tables = new Map([far, seen].map((each) => [each.name, each]));
    const search =
      "EventCode=4624 | lookup Far name AS TargetUserName OUTPUT grade | lookup seen account AS TargetUserName OUTPUT since | where grade=1 AND isnull(since) | table Computer";
    const result = await compileSearch(elastic, search, { source: "windows.security", lookups: tables });
    if (result.status !== "compiled") throw new Error(result.reasons.join("\n"));
    const detection = detectionOf({ name: "search", text: search });
    const entries = [{ kind: "entry" as const, path: "elastic/rules.ndjson", text: "{}\n" }];
    const files = elastic.bundle(
      [{ detection, query: result.query, artifacts: [], entries }],
      { ...emptyContent, lookups: tables },
      // The bundle asks nothing of the profile.
      undefined as never,
      (_item, _purpose, make) => make(),
    );
    expect(files.map(({ path, kind }) => [path, kind])).toEqual([
      ["elastic/rules.ndjson", "bundle"],
      ["elastic/lookups/lookup-far-name.json", "lookup"],
      ["elastic/lookups/lookup-far-name.ndjson", "lookup"],
      ["elastic/lookups/lookup-seen-account.json", "lookup"],
    ]);
    const setup = String(result.query.documents?.[0]?.["setup"]);
    expect(setup).toContain("`elastic/lookups/lookup-far-name.ndjson` has its documents");
    expect(setup).toContain("Its documents are the site's: one for each `account`");
  });
});

describe("a choice with a missing branch", () => {
  it("has none there", async () => {
    const { lines } = await compiled(
      'EventCode=4624 | stats count by TargetUserName | where count>1 | eval grade=case(TargetUserName="b", null(), true(), "4")',
    );
    expect(lines).toContain('| EVAL Esql.grade = CASE(winlog.event_data.TargetUserName == "b", NULL, "4")');
  });
});

describe("a relative time with a snap", () => {
  it("is floored", async () => {
    const { lines } = await compiled(
      'EventCode=4624 | stats min(_time) as first by TargetUserName | where first > relative_time(now(), "-1h@h")',
    );
    expect(lines.join("\n")).toContain("DATE_TRUNC(1 hour, NOW() - 3600 seconds)");
  });
});

describe("what Enterprise Security says of assets", () => {
  it("is read from the lookup index of its lookup", async () => {
    const { lines, notes } = await compiled(
      'EventCode=4719 dest_category="domain_controller" src_category=dmz | stats count by Computer | where count > 1',
    );
    expect(lines.filter((line) => line.includes("LOOKUP JOIN"))).toEqual(
      Array(2).fill("| LOOKUP JOIN lookup-asset_lookup_by_str-asset ON lookup_key.asset"),
    );
    expect(notes.join("\n")).toContain("catalog/site-lookup");
  });
});

describe("a release with lookup indices", () => {
  it("is an archive of the rules and the indices, and without them the file that Kibana imports", () => {
    const release = { name: "content", version: "1.2.3", date: "2026-02-03" };
    const rules = { path: "elastic/rules.ndjson", kind: "bundle", text: "{}\n", detections: [] } as const;
    const index = { ...rules, path: "elastic/lookups/lookup-a-b.json", kind: "lookup" } as const;
    const rule = { ...rules, path: "elastic/endpoint/a.json", kind: "rule" } as const;
    const archived = (...artifacts: Parameters<NonNullable<typeof elastic.archive>>[0]) => {
      const archive = elastic.archive?.(artifacts, release, undefined as never);
      return [archive?.name, ...(archive?.files.map(({ path }) => path) ?? [])];
    };
    expect(archived(rule, rules)).toEqual(["elastic_content-1.2.3.ndjson", "rules.ndjson"]);
    expect(archived(rule, rules, index)).toEqual([
      "elastic_content-1.2.3.zip",
      "rules.ndjson",
      "lookups/lookup-a-b.json",
    ]);
  });
});
