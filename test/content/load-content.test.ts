import { describe, expect, test } from "vitest";
import { loadContent } from "../../src/content/load-content.js";
import type { Content } from "../../src/content/model.js";
import { locate } from "../../src/source/locate.js";
import { detectionYaml, temporaryFolder, type Files } from "../support/content-folder.js";

async function load(files: Files): Promise<Content> {
  const content = await loadContent(temporaryFolder(files));
  expect(content.diagnostics).toEqual([]);
  return content;
}

const oldForm = `tags:
  analytic_story: [Stolen Certificates]
  asset_type: Endpoint
  confidence: 50
  impact: 65
  message: A certificate left $dest$.
  mitre_attack_id: [T1649]
  observable:
  - {name: dest, type: Hostname, role: [Victim]}
  - {name: who, type: User Name, role: [Victim]}
  - {name: tool, type: Process Name, role: [Attacker]}
  - {name: seen, type: Geo Location, role: [Attacker]}
  product: [Splunk Enterprise]
  required_fields: [_time]
  risk_score: 99
  security_domain: endpoint
`;
const newForm = `rba:
  message: A certificate left $dest$.
  risk_objects:
  - {field: dest, type: system, score: 30}
  - {field: user, type: user, score: 61}
  - {field: dest, type: system, score: 30}
  threat_objects:
  - {field: tool, type: process_name}
tags:
  analytic_story: [Stolen Certificates]
  asset_type: Endpoint
  mitre_attack_id: [T1649]
  product: [Splunk Enterprise]
  security_domain: endpoint
tests:
`;

describe("the two formats of risk", () => {
  test("the old one has one score for all, computed and rounded to even", async () => {
    const { detections } = await load({ "detections/endpoint/a.yml": detectionYaml({ more: oldForm }) });
    expect(detections[0]?.risk).toMatchObject({
      format: "observable",
      score: 32,
      severity: "low",
      message: "A certificate left $dest$.",
      objects: [
        { field: "dest", type: "system", observable: "hostname", score: 32 },
        { field: "who", type: "other", observable: "user name", score: 32 },
      ],
      threats: [
        { field: "tool", type: "process", observable: "process name" },
        { field: "seen", type: "geo location" },
      ],
    });
  });

  test("the new one has a score for each object, and the highest counts", async () => {
    const { detections } = await load({ "detections/endpoint/a.yml": detectionYaml({ more: newForm }) });
    expect(detections[0]?.risk).toMatchObject({
      format: "rba",
      score: 61,
      severity: "high",
      objects: [{ field: "dest" }, { field: "user" }],
      threats: [{ field: "tool", type: "process_name" }],
    });
    expect(detections[0]?.tests).toEqual([]);
  });

  test.each([
    [0, "informational"],
    [20, "informational"],
    [21, "low"],
    [40, "low"],
    [41, "medium"],
    [60, "medium"],
    [61, "high"],
    [80, "high"],
    [81, "critical"],
    [100, "critical"],
  ])("a score of %i is %s", async (score, severity) => {
    const more = `rba: {message: m, risk_objects: [{field: f, type: other, score: ${score}}]}\n`;
    const { detections } = await load({ "detections/web/a.yml": detectionYaml({ more }) });
    expect(detections[0]?.risk.severity).toBe(severity);
  });

  test("a correlation without risk of its own is high", async () => {
    const { detections } = await load({ "detections/web/a.yml": detectionYaml({ type: "Correlation" }) });
    expect(detections[0]?.risk).toMatchObject({ format: "none", severity: "high", score: 0 });
  });
});

describe("schedules and alert actions", () => {
  const deployment = `name: Anomalies
type: Anomaly
scheduling: {cron_schedule: 5 * * * *, earliest_time: -2h, latest_time: now, schedule_window: 5}
alert_action:
  notable: {rule_description: "%description%", rule_title: "%name%", nes_fields: [user]}
  email: {message: m, subject: s, to: soc@example.org}
`;

  test("ESCU's own apply where the content has none", async () => {
    const { detections } = await load({ "detections/web/a.yml": detectionYaml({ type: "TTP" }) });
    expect(detections[0]).toMatchObject({
      schedule: { cron: "0 * * * *", earliest: "-70m@m", latest: "-10m@m", window: "auto" },
      alertAction: { riskEnabled: true, notable: { ruleTitle: "%name%", nesFields: ["user", "dest"] } },
    });
  });

  test("a deployment holds for its type", async () => {
    const { detections } = await load({
      "deployments/anomaly.yml": deployment,
      "detections/web/a.yml": detectionYaml(),
    });
    expect(detections[0]).toMatchObject({
      schedule: { cron: "5 * * * *", earliest: "-2h", latest: "now", window: "5" },
      alertAction: {
        riskEnabled: false,
        notable: { nesFields: ["user"] },
        email: { to: "soc@example.org" },
      },
    });
    expect(detections[0] && locate(detections[0].schedule.span).file.name).toBe("deployments/anomaly.yml");
  });

  test("a detection overrides part of it", async () => {
    const more =
      "deployment:\n  scheduling: {cron_schedule: 0 6 * * *, earliest_time: -1d@d, latest_time: '@d'}\n";
    const { detections } = await load({
      "deployments/anomaly.yml": deployment,
      "detections/web/a.yml": detectionYaml({ more }),
    });
    expect(detections[0]).toMatchObject({
      schedule: { cron: "0 6 * * *", earliest: "-1d@d", latest: "@d" },
      alertAction: { email: { subject: "s" } },
    });
  });
});

describe("folders", () => {
  const other = detectionYaml({ name: "Another", id: "11111111-2222-4333-8444-555555555555" });

  test("the kinds lie under the root, or under detections beside the categories", async () => {
    const macro = (name: string) => `name: ${name}\ndefinition: index=main\n`;
    const content = await load({
      "detections/endpoint/windows/a.yml": detectionYaml(),
      "detections/b.yaml": other,
      "detections/macros/inner.yml": macro("inner"),
      "macros/outer.yml": macro("outer"),
      "dashboards/unread.yml": "not: content",
      "detections/endpoint/notes.txt": "not YAML",
    });
    expect(content.detections.map(({ path, category, stem }) => ({ path, category, stem }))).toEqual([
      { path: "detections/b.yaml", category: "uncategorized", stem: "b" },
      { path: "detections/endpoint/windows/a.yml", category: "endpoint", stem: "a" },
    ]);
    expect([...content.macros.keys()].sort()).toEqual(["inner", "outer"]);
  });

  test("detections may be nested once more", async () => {
    const content = await load({ "detections/detections/cloud/a.yml": detectionYaml() });
    expect(content.detections.map(({ category }) => category)).toEqual(["cloud"]);
  });
});

describe("other kinds", () => {
  test("macros of one name differ in their arguments", async () => {
    const { macros } = await load({
      "detections/a.yml": detectionYaml(),
      "macros/one.yml": "name: near\ndefinition: x=1\n",
      "macros/two.yml": "name: near\narguments: [field]\ndefinition: |\n  $field$=1\n",
    });
    expect(macros.get("near")?.map((macro) => [macro.arguments, macro.definition.text])).toEqual([
      [[], "x=1"],
      [["field"], "$field$=1\n"],
    ]);
  });

  test("lookups of both formats", async () => {
    const { lookups } = await load({
      "detections/a.yml": detectionYaml(),
      "lookups/tools.csv": '\uFEFFtool,"is, bad"\r\nx,1\r\n',
      "lookups/tools.yml":
        "name: tools\nfilename: tools.csv\nmatch_type: WILDCARD(tool), cidr(net)\n" +
        "case_sensitive_match: 'false'\ndefault_match: 'false'\nmin_matches: 1\nmax_matches: 2\n",
      "lookups/seen.yml": "name: seen\ncollection: seen_hosts\nfields_list: _key, host, first\n",
      "lookups/nets.csv": "net,name\n10.0.0.0/8,inside\n",
      "lookups/nets.yml":
        "name: nets\nlookup_type: csv\nmatch_type: [CIDR(net)]\ncase_sensitive_match: true\ndefault_match: none\n",
      "lookups/model.yml": "name: model\nfilename: __mlspl_model.mlmodel\n",
    });
    expect(lookups.get("tools")).toMatchObject({
      kind: "csv",
      columns: ["tool", "is, bad"],
      csv: { path: "tools.csv" },
      caseSensitive: false,
      minMatches: 1,
      maxMatches: 2,
      defaultMatch: "false",
    });
    expect([...(lookups.get("tools")?.matchTypes ?? [])]).toEqual([
      ["tool", "wildcard"],
      ["net", "cidr"],
    ]);
    expect(lookups.get("seen")).toMatchObject({
      kind: "kvstore",
      collection: "seen_hosts",
      columns: ["_key", "host", "first"],
      caseSensitive: true,
    });
    expect(lookups.get("nets")).toMatchObject({ kind: "csv", columns: ["net", "name"] });
    expect(lookups.get("model")).toMatchObject({ kind: "mlmodel" });
  });

  test("data sources, stories and baselines", async () => {
    const id = "22222222-2222-4333-8444-555555555555";
    const { dataSources, stories, baselines } = await load({
      "detections/a.yml": detectionYaml(),
      "data_sources/x.yml":
        "name: Store Log\nsource: s\nsourcetype: t\nseparator: EventID\nfields: [a]\nexample_log: '<x/>'\n",
      "stories/x.yml": `name: Stolen Certificates\nid: ${id}\ntags: {category: [Abuse], usecase: Other}\n`,
      "baselines/x.yml":
        "name: Known Hosts\nid: 33333333-2222-4333-8444-555555555555\ntype: Baseline\nsearch: search a\n" +
        "tags: {detections: [Certificate Left The Store]}\n",
    });
    expect(dataSources.get("Store Log")).toMatchObject({ separator: "EventID", exampleLog: "<x/>" });
    expect(stories.get("Stolen Certificates")).toMatchObject({ id, categories: ["Abuse"], useCase: "Other" });
    expect(baselines).toMatchObject([
      { detections: ["Certificate Left The Store"], schedule: { cron: "10 0 * * *" } },
    ]);
  });
});

test("the search leads back to its file", async () => {
  const { detections } = await load({ "detections/a.yml": detectionYaml({ search: "search a\n| table b" }) });
  const source = detections[0]?.search.source;
  if (source === undefined) throw new Error("no search");
  const start = source.text.indexOf("table");
  const { file, start: place } = locate({ source, start, end: start + 5 });
  expect([file.name, place.line, place.column]).toEqual(["detections/a.yml", 11, 5]);
});

test("targets that the author leaves out or insists on", async () => {
  const more = "targets:\n  skip: [{target: sigma, reason: too noisy}]\n  require: [splunk]\n";
  const { detections } = await load({ "detections/a.yml": detectionYaml({ more }) });
  expect(detections[0]?.targets).toMatchObject({
    skip: [{ target: "sigma", reason: "too noisy" }],
    require: [{ value: "splunk" }],
  });
});
