import { describe, expect, it } from "vitest";
import { targets } from "../../src/backends/index.js";
import { understand, type Compiler } from "../../src/compile.js";
import { loadTargets } from "../../src/content/load-targets.js";
import { withShippedLookups } from "../../src/content/shipped-tables.js";
import { evaluate, type Event } from "../../src/evaluate/evaluate.js";
import { lookupWithRows } from "../../src/evaluate/lookup-rows.js";
import type { LogicalPlan } from "../../src/plan/plan.js";
import { withAutomaticLookups, withGivenLookups } from "../../src/target/automatic-lookups.js";
import { compileSearch } from "../support/compile-search.js";

const { catalog, profiles } = await loadTargets();
const none = {
  detections: [],
  macros: new Map(),
  lookups: new Map(),
  dataSources: new Map(),
  stories: new Map(),
  baselines: [],
  diagnostics: [],
};
const content = withShippedLookups(none, catalog.lookups?.values() ?? []);
const compiler: Compiler = { content, catalog, targets: [] };

function planOf(search: string): LogicalPlan {
  const { plan, diagnostics } = understand({ name: "search", text: search }, compiler);
  if (plan === undefined) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return plan;
}

function inSentinel(search: string): LogicalPlan {
  const profile = profiles.get("sentinel");
  if (profile === undefined) throw new Error("there is no profile of sentinel");
  const settings = { homes: new Map(), accept: new Set<string>(), comments: false };
  return withAutomaticLookups(planOf(search), { profile, settings });
}

const processes = (tests: string) =>
  `| tstats count from datamodel=Endpoint.Processes where ${tests} by Processes.dest`;

const assets = [
  { asset: "WEB1", category: "web_server" },
  { asset: "web1", category: "pci" },
  { asset: "web2", category: "web_server", priority: "high" },
  { asset: "db1", category: "database" },
];
const identities = [{ identity: "ann", category: "privileged" }];
const rowsOf = (rows: readonly Readonly<Record<string, string>>[], table: string) =>
  lookupWithRows(
    rows.map((row) => new Map(Object.entries(row))),
    content.lookups.get(table),
  );
const lookups = new Map([
  ["asset_lookup_by_str", rowsOf(assets, "asset_lookup_by_str")],
  ["identity_lookup_expanded", rowsOf(identities, "identity_lookup_expanded")],
]);

/** Events as Splunk shows them, with what it adds, and as another product has them. */
const plain: readonly Event[] = [
  { dest: "web1", user: "ann", process: "a", action: "allowed" },
  { dest: "Web2", user: "Ann", process: "b", action: "allowed" },
  { dest: "db1", user: "bob", process: "c", action: "allowed" },
  { dest: "unlisted", user: "bob", process: "d", action: "allowed" },
];
const added: readonly Event[] = [
  { ...plain[0], dest_category: ["web_server", "pci"], user_category: "privileged" },
  { ...plain[1], dest_category: "web_server", dest_priority: "high", user_category: "privileged" },
  { ...plain[2], dest_category: "database" },
  { ...plain[3] },
];

function run(plan: LogicalPlan, events: readonly Event[]): readonly unknown[] {
  const problems: string[] = [];
  const options = {
    now: 0,
    lookups,
    report: ({ message }: { message: string }) => void problems.push(message),
  };
  const rows = [...evaluate(plan, events, options)].map((row) => Object.fromEntries(row));
  expect(problems).toEqual([]);
  return rows;
}

describe("fields that Splunk adds to events from lists of assets and identities", () => {
  it.each([
    ["a category", processes("Processes.dest_category=web_server")],
    ["another category", processes("Processes.dest_category!=web_server")],
    ["no such category", processes("NOT Processes.dest_category=web_server")],
    ["two attributes of one field", processes("Processes.dest_category=web* Processes.dest_priority=high")],
    ["attributes of two fields", processes("Processes.dest_category=* Processes.user_category=privileged")],
    [
      "a category behind a grouping",
      `${processes("Processes.process=*")}, Processes.dest_category | search Processes.dest_category!=pci`,
    ],
  ])("are looked up: %s", (_, search) => {
    const expected = run(planOf(search), added);
    expect(run(inSentinel(search), plain)).toEqual(expected);
    expect(expected.length).toBeLessThan(plain.length + 2);
    const given = withGivenLookups(planOf(search), [...(catalog.lookups?.values() ?? [])], (name) =>
      lookups.has(name),
    );
    expect(run(given, plain)).toEqual(expected);
    expect(run(given, added)).toEqual(expected);
  });

  it("are read from a watchlist of the same name in Sentinel, which a site has to keep", async () => {
    const sentinel = targets.filter(({ id }) => id === "sentinel")[0];
    if (sentinel === undefined) throw new Error("there is no target sentinel");
    const compiled = await compileSearch(sentinel, processes("Processes.dest_category=web_server"));
    if (compiled.status === "refused") throw new Error(compiled.reasons.join());
    expect(compiled.query.text).toContain('_GetWatchlist("asset_lookup_by_str")');
    expect(compiled.notes).toEqual([
      "catalog/site-lookup: `asset_lookup_by_str` is a lookup of Splunk Enterprise Security: Microsoft Sentinel reads it under its name, and a site has to keep it there",
    ]);
  });

  it("are dropped where they only show", async () => {
    for (const target of targets.filter(({ authored }) => authored === undefined)) {
      const compiled = await compileSearch(
        target,
        "| tstats count values(Processes.dest_category) as c from datamodel=Endpoint.Processes where Processes.process=a* by Processes.dest",
      );
      if (compiled.status === "refused") throw new Error(compiled.reasons.join());
      expect(compiled.query.text).not.toContain("asset_lookup");
      expect(compiled.query.dropped.map(({ what }) => what)).toContain("aggregate `c`");
    }
  });

  it("are refused where a target keeps no such lookups", async () => {
    for (const target of targets.filter(({ id }) => id === "sigma")) {
      const compiled = await compileSearch(target, processes("Processes.dest_category=web_server"));
      expect(compiled.status === "refused" && compiled.reasons.join()).toContain("catalog/unmapped-field");
    }
  });
});

describe("the lookups themselves", () => {
  const logons = 'source="XmlWinEventLog:Security" EventCode=4624';

  it("are known to searches that name them", async () => {
    for (const target of targets.filter(({ id }) => id === "sentinel")) {
      const compiled = await compileSearch(
        target,
        `${logons} | lookup identity_lookup_expanded identity AS TargetUserName OUTPUT category | search category=privileged`,
      );
      expect(compiled.status === "compiled" && compiled.query.text).toContain(
        '_GetWatchlist("identity_lookup_expanded")',
      );
    }
  });

  it("give the assets that are known", async () => {
    const leases =
      "| tstats count from datamodel=Network_Sessions where nodename=All_Sessions.DHCP by All_Sessions.dest_mac";
    for (const target of targets.filter(({ id }) => id === "sentinel")) {
      const compiled = await compileSearch(
        target,
        `${leases} | rename All_Sessions.dest_mac as mac | search NOT [| inputlookup asset_lookup_by_str | fields mac]`,
      );
      expect(compiled.status === "compiled" && compiled.query.text).toMatch(
        /_GetWatchlist\("asset_lookup_by_str"\)[^]*_Im_DhcpEvent[^]*!in~/u,
      );
    }
  });

  it("are no part of the app for Splunk, which has them", async () => {
    for (const target of targets.filter(({ authored }) => authored !== undefined)) {
      const profile = profiles.get(target.id);
      if (profile === undefined) throw new Error("there is no profile");
      const files = target.bundle([], content, profile, (_, __, make) => make());
      expect(files.map(({ text }) => text).join("\n")).not.toContain("lookup_by_str");
    }
  });
});
