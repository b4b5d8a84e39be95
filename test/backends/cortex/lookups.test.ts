import { describe, expect, it } from "vitest";
import { cortex } from "../../../src/backends/cortex/index.js";
import { xqlLookup } from "../../../src/backends/cortex/xql/xql-lookup.js";
import { name } from "../../../src/backends/shared/expression.js";
import { keyedTable } from "../../../src/backends/shared/rows/keyed-table.js";
import type { Stage } from "../../../src/backends/shared/rows/row-query.js";
import { isRefusal } from "../../../src/backends/shared/rows/rows-language.js";
import type { XqlSource } from "../../../src/backends/cortex/xql/xql-rows.js";
import type { LookupTable } from "../../../src/content/model.js";
import { compileSearch, detectionOf, emptyContent } from "../../support/compile-search.js";
import { backendContext } from "../../support/backend-context.js";
import { runStages, type StageRow } from "./run-stages.js";

function table(rows: string | undefined, facts: Partial<LookupTable> = {}): LookupTable {
  return {
    name: "seen",
    description: "",
    ...(rows === undefined ? { kind: "kvstore" } : { kind: "csv", csv: { path: "seen.csv", text: rows } }),
    columns: ["account", "since"],
    matchTypes: new Map(),
    caseSensitive: true,
    minMatches: 0,
    file: { name: "lookups/seen.yml", text: "" },
    ...facts,
  };
}

/** What a lookup by `user` finds for each user, run as the documentation describes the stages. */
function found(lookup: LookupTable, stored: readonly StageRow[], users: readonly (string | undefined)[]) {
  const keyed = keyedTable(lookup, ["account"]);
  if (typeof keyed === "string") return keyed;
  const asked = xqlLookup({
    table: lookup,
    keyed,
    keys: [{ column: "account", value: { expression: name("user"), type: "text", several: false } }],
    outputs: ["since"],
    taken: new Set(["user", "place"]),
    context: Object.defineProperties(backendContext(), {
      content: { value: { ...emptyContent, lookups: new Map([[lookup.name, lookup]]) } },
    }),
  });
  if (isRefusal(asked)) return asked.refused;
  const value = asked.columns.get("since");
  if (value === undefined) throw new Error("the column is not found");
  const last: Stage<XqlSource> = { kind: "assign", name: "result", expression: value.expression };
  const rows = runStages(
    { source: { clause: "events" }, stages: [...asked.stages, last] },
    new Map([
      [
        "events",
        users.map(
          (user, place) =>
            new Map<string, string | number>([
              ["place", place],
              ...(user === undefined ? [] : [["user", user] as const]),
            ]),
        ),
      ],
      [`dataset = ${asked.place}`, stored],
    ]),
  );
  return [...rows]
    .sort((left, right) => Number(left.get("place")) - Number(right.get("place")))
    .map((row) => {
      const result = row.get("result");
      return Array.isArray(result) ? [...result].sort() : result;
    });
}

const rows = (...cells: readonly (readonly [string, string])[]): readonly StageRow[] =>
  cells.map(
    ([account, since]) =>
      new Map([["account", account], ...(since === "" ? [] : [["since", since] as const])]),
  );

describe("a lookup in a lookup dataset", () => {
  it("gives each row what the rows of its key have, and keeps each row once", () => {
    const stored = rows(["ann", "1"], ["ann", "2"], ["ann", "1"], ["Bob", "3"], ["cy", ""]);
    const users = ["ann", "bob", "Bob", undefined, "ann", "cy", "dee"];
    expect(found(table(undefined), stored, users)).toEqual([
      ["1", "2"],
      undefined,
      ["3"],
      undefined,
      ["1", "2"],
      undefined,
      undefined,
    ]);
  });

  it("ignores case where the lookup does", () => {
    const stored = rows(["Ann", "1"], ["ANN", "2"]);
    expect(found(table(undefined, { caseSensitive: false }), stored, ["ann", "aNN", "bob"])).toEqual([
      ["1", "2"],
      ["1", "2"],
      undefined,
    ]);
  });

  it("gives a single value where each key has one row", () => {
    const lookup = table("account,since\nann,1\nbob,\n");
    expect(found(lookup, rows(["ann", "1"], ["bob", ""]), ["ann", "bob", "cy"])).toEqual([
      "1",
      undefined,
      undefined,
    ]);
  });

  it("is refused where the first of several rows counts", () => {
    expect(found(table("account,since\na,1\na,2\n", { maxMatches: 1 }), [], [])).toContain("comes first");
    expect(found(table(undefined, { name: "3rd", columns: ["account", "since", "a b"] }), [], [])).toContain(
      "its name or a column",
    );
  });
});

describe("a query with a lookup dataset", () => {
  const search =
    "EventCode=4624 | lookup seen account AS TargetUserName OUTPUT since | where isnull(since) | table Computer";

  it("reads the dataset whole: its rows have no time", async () => {
    const compiled = await compileSearch(cortex, search, {
      source: "windows.security",
      lookups: new Map([["seen", table(undefined)]]),
    });
    if (compiled.status !== "compiled") throw new Error(compiled.reasons.join("\n"));
    const lines = compiled.query.text.split("\n");
    const at = lines.indexOf("    dataset = lookup_seen");
    expect(lines.slice(at, at + 2)).toEqual([
      "    dataset = lookup_seen",
      "    | alter account_key = to_string(account)",
    ]);
    expect(lines.filter((line) => line.includes("current_time()"))).toHaveLength(1);
    expect(compiled.query.bindings.at(-1)).toEqual({ source: "seen", table: "lookup_seen", connectors: [] });
    expect(compiled.artifacts[0]?.text).toContain("its rows are the site's");

    const detection = detectionOf({ name: "search", text: search });
    const files = cortex.bundle(
      [{ detection, query: compiled.query, artifacts: [], entries: [] }],
      { ...emptyContent, lookups: new Map([["seen", table("account,since\nann,007\nbob,\n")]]) },
      // The bundle asks nothing of the profile.
      undefined as never,
      (_item, _purpose, make) => make(),
    );
    expect(files.map(({ path, text }) => [path, JSON.parse(text) as unknown])).toEqual([
      [
        "cortex/lookups/lookup_seen.json",
        {
          request_data: {
            dataset_name: "lookup_seen",
            dataset_type: "lookup",
            dataset_schema: { account: "text", since: "text" },
          },
        },
      ],
      ["cortex/lookups/lookup_seen_rows.json", [{ account: "ann", since: "007" }, { account: "bob" }]],
    ]);
    const archive = cortex.archive?.(
      files,
      { name: "c", version: "1.0.0", date: "2026-02-03" },
      undefined as never,
    );
    expect(archive?.files.map(({ path }) => path)).toContain("lookups/lookup_seen.json");
  });

  it("has an array where one of two branches is one", async () => {
    const compiled = await compileSearch(
      cortex,
      "EventCode=4624 | stats values(Computer) as names count by TargetUserName | where count>1 | eval names=if(count>5, names, TargetUserName)",
      { source: "windows.security" },
    );
    expect(compiled.status === "compiled" ? compiled.query.text : compiled.reasons).toMatch(
      /names\w* = if\(count_value > 5, names, arraycreate\(TargetUserName\)\)/u,
    );
  });

  it("chooses what follows a missing branch where its condition is not true", async () => {
    const compiled = await compileSearch(
      cortex,
      'EventCode=4624 | stats count by TargetUserName | where count>1 | eval grade=case(TargetUserName="a", "1", TargetUserName="b", null(), TargetUserName="c", "3", true(), "4")',
      { source: "windows.security" },
    );
    const text = compiled.status === "compiled" ? compiled.query.text : compiled.reasons.join("\n");
    expect(text.split("\n").find((line) => line.includes("alter grade"))).toBe(
      '| alter grade = if(TargetUserName ~= "(?s-i)^a$", "1", TargetUserName = null or not (TargetUserName ~= "(?s-i)^b$"), if(TargetUserName ~= "(?s-i)^c$", "3", "4"))',
    );
  });

  it("has an array where one of two alternatives is one", async () => {
    const compiled = await compileSearch(
      cortex,
      'EventCode=4624 | stats values(Computer) as names count by TargetUserName | where count>1 | eval names=coalesce(nullif(TargetUserName,"a"), names)',
      { source: "windows.security" },
    );
    expect(compiled.status === "compiled" ? compiled.query.text : compiled.reasons).toMatch(
      /names\w* = if\(.*arraycreate\(.*\), names\)/u,
    );
  });
});
