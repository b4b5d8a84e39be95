import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { headOf } from "../../src/cli/build-head.js";
import { loadTargets } from "../../src/content/load-targets.js";
import { readKept, writeKept } from "../../src/cli/kept-build.js";
import { addFiles, detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

const a = "detections/endpoint/a.yml";
const b = "detections/endpoint/b.yml";
const first = detectionYaml({
  search: "| tstats count from datamodel=Endpoint.Processes where `tools` by Processes.dest | `drop_name`",
  more: "data_source: [Sysmon EventID 1]\ntags:\n  analytic_story: [Tools]\n",
});
const second = detectionYaml({
  name: "Another",
  id: "11111111-2222-4333-8444-555555555555",
  search: "index=main certutil.exe | lookup known.csv name | stats count by host | `another_filter`",
});
const third = detectionYaml({ name: "Third", id: "33333333-2222-4333-8444-555555555555" });
const macro = (name: string, definition: string): string =>
  `name: ${name}\ndefinition: ${JSON.stringify(definition)}\ndescription: A part of a search.\n`;
const lookup = "name: known\nfilename: known.csv\ndescription: Tools.\n";
const head = (name: string, id: string): string =>
  `name: ${name}\nid: ${id}-2222-4333-8444-555555555555\nversion: 1\ndate: 2025-01-01\nauthor: A\n`;
const dataSource = (addOn: string): string =>
  `${head("Sysmon EventID 1", "44444444")}description: D\nsource: s\nsourcetype: t\n` +
  `supported_TA:\n  - { name: ${addOn}, version: 1.0.0 }\n`;
const story = (narrative: string): string =>
  `${head("Tools", "55555555")}description: D\nnarrative: ${narrative}\nreferences: []\n` +
  "tags:\n  category: [Malware]\n  product: [Splunk Enterprise]\n  usecase: Advanced Threat Detection\n";
const baseline = (search: string): string =>
  `${head("Count", "66666666")}type: Baseline\ndescription: D\nsearch: ${search}\n` +
  "tags:\n  analytic_story: [Tools]\n  product: [Splunk Enterprise]\n  security_domain: endpoint\n";
const deployment =
  "name: Anomaly\nid: 22222222-2222-4333-8444-555555555555\ndate: 2025-01-01\nauthor: A\ndescription: D\n" +
  "type: Anomaly\nscheduling:\n  cron_schedule: 5 * * * *\n  earliest_time: -70m@m\n  latest_time: -10m@m\n";
const source = (type: string): string =>
  `sources:\n  own.door: { title: door access, like: event, fields: { badge: ${type} } }\n`;
const home = (column: string): string =>
  "sources:\n  own.door:\n    homes:\n      custom:\n        table: Door_CL\n" +
  `        fields: { _time: "TimeGenerated:datetime", badge: ${column} }\n`;

const files = {
  [a]: first,
  [b]: second,
  "macros/tools.yml": macro("tools", "Processes.process_name=certutil.exe `inner`"),
  "macros/inner.yml": macro("inner", "Processes.user=a"),
  "macros/unused.yml": macro("unused", "host=a"),
  "macros/drop_name.yml": macro("drop_name", "rename Processes.dest as dest"),
  "lookups/known.yml": lookup,
  "lookups/known.csv": "name,kind\ncertutil.exe,built-in\n",
  "lookups/spare.yml": "name: spare\nfilename: spare.csv\ndescription: None.\n",
  "lookups/spare.csv": "name\na\n",
  "data_sources/sysmon.yml": dataSource("TA"),
  "stories/tools.yml": story("Words."),
  "baselines/count.yml": baseline("index=main | stats count"),
  "catalog/sources/own.yml": source("text"),
  "catalog/splunk/spellings/own.yml": 'spellings:\n  own.door: [{ sourcetype: "door:access" }]\n',
  "catalog/sentinel/fields/own.yml": home("Badge_s"),
  "detc.yml": "catalog: catalog\n",
};

function textsIn(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(folder, path)).isFile())
      .sort()
      .map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  );
}

/** Builds with what earlier builds know, and tells how many detections were compiled. */
async function buildAgain(root: string): Promise<number> {
  const { err } = await runDetc(root, ["build", "--keep-going", "--verbose"]);
  return Number(/(\d+) of \d+ detections were compiled anew/.exec(err)?.[1]);
}

async function expectCleanOutput(root: string): Promise<void> {
  const clean = join(temporaryFolder(), "clean");
  await runDetc(root, ["build", "--keep-going", "--no-cache", "--out", clean]);
  expect(textsIn(join(root, "dist"))).toEqual(textsIn(clean));
}

/** What becomes of files; `undefined` takes one away. */
type Change = Readonly<Record<string, string | undefined>>;

function apply(root: string, change: Change): void {
  for (const [path, text] of Object.entries(change))
    if (text === undefined) rmSync(join(root, path));
    else addFiles(root, { [path]: text });
}

const changes: readonly (readonly [what: string, change: Change, compiled: number])[] = [
  ["nothing", {}, 0],
  ["one detection", { [a]: first.replace("A Team", "B Team") }, 1],
  ["the search of one detection", { [b]: second.replace("by host", "by user") }, 1],
  ["the id of a detection", { [a]: first.replace("0b3f3f52", "1b3f3f52") }, 1],
  ["the name of a detection", { [a]: first.replace("Certificate Left", "Key Left") }, 1],
  ["the place of a detection", { [a]: undefined, "detections/cloud/moved.yml": first }, 1],
  ["the places of two detections, by each other", { [a]: second, [b]: first }, 2],
  ["a detection that is new", { "detections/endpoint/c.yml": third }, 1],
  ["a detection that is gone", { [b]: undefined }, 0],
  ["a detection that is not YAML", { [a]: "name: [" }, 0],
  ["a detection that is a copy of another", { "detections/endpoint/c.yml": second }, 0],
  ["a detection that is deprecated", { [a]: first.replace("production", "deprecated") }, 1],
  ["a macro that one uses", { "macros/tools.yml": macro("tools", "Processes.process_name=b*.exe") }, 1],
  ["a macro in a macro", { "macros/inner.yml": macro("inner", "Processes.user=b") }, 1],
  ["a macro that none uses", { "macros/unused.yml": macro("unused", "host=b") }, 0],
  ["a macro that stops to exist", { "macros/tools.yml": macro("other", "host=b") }, 1],
  ["a macro whose file is gone", { "macros/tools.yml": undefined }, 1],
  ["a macro that had no definition", { "macros/filter.yml": macro("another_filter", "search user=a") }, 1],
  ["the rows of a lookup that one uses", { "lookups/known.csv": "name,kind\nmshta.exe,built-in\n" }, 1],
  ["what one uses a lookup with", { "lookups/known.yml": `${lookup}case_sensitive_match: "true"\n` }, 1],
  ["a lookup whose rows are gone", { "lookups/known.csv": undefined }, 1],
  ["a lookup that none uses", { "lookups/spare.csv": "name\nb\n" }, 0],
  ["a data source", { "data_sources/sysmon.yml": dataSource("Other TA") }, 0],
  ["a story", { "stories/tools.yml": story("Other words.") }, 0],
  ["a baseline", { "baselines/count.yml": baseline("index=other | stats count") }, 0],
  ["a deployment", { "deployments/anomaly.yml": deployment }, 2],
  ["a log source of its own catalog", { "catalog/sources/own.yml": source("boolean") }, 2],
  ["a column of its own catalog", { "catalog/sentinel/fields/own.yml": home("Name_s") }, 2],
  ["a file of its own catalog that is wrong", { "catalog/sentinel/fields/own.yml": "sources: [" }, NaN],
  ["the settings", { "detc.yml": "comments: true\ncatalog: catalog\n" }, 2],
  ["the targets", { "detc.yml": "targets: [sigma, splunk]\ncatalog: catalog\n" }, 2],
  ["settings that are wrong", { "detc.yml": "targets: [nonsense]\n" }, NaN],
  ["settings that are gone", { "detc.yml": undefined }, 2],
];

describe("a build after a build", () => {
  test.each(changes)("compiles what is concerned by a change of %s", async (_what, change, compiled) => {
    const root = temporaryFolder(files);
    expect(await buildAgain(root)).toBe(2);
    apply(root, change);
    expect(await buildAgain(root)).toBe(compiled);
    if (Number.isNaN(compiled)) return;
    await expectCleanOutput(root);
  });

  test("gives the same after many changes, one after another, each taken back", async () => {
    const root = temporaryFolder(files);
    await buildAgain(root);
    for (const [, change] of changes.filter((_, index) => index % 4 === 1)) {
      apply(root, change);
      await buildAgain(root);
      for (const path of Object.keys(change)) rmSync(join(root, path), { force: true });
      addFiles(root, files);
    }
    addFiles(root, { [a]: first.replace("A Team", "B Team") });
    await buildAgain(root);
    await expectCleanOutput(root);
  });

  test("takes away what is no longer made, and mends what was touched", async () => {
    const root = temporaryFolder(files);
    await buildAgain(root);
    rmSync(join(root, "detections/endpoint/b.yml"));
    writeFileSync(join(root, "dist/splunk/default/macros.conf"), "touched");
    writeFileSync(join(root, "dist/stray.txt"), "stray");
    expect(await buildAgain(root)).toBe(0);
    await expectCleanOutput(root);
  });

  test("compiles everything with another detc", async () => {
    const detc = {
      "package.json": '{ "version": "1.0.0" }',
      "lib/detc.js": "export {};",
      ".ci/bundle/detc.js": "export {};",
      "targets/sigma/target.yml": "id: sigma",
      "schemas/macro.schema.json": "{}",
    };
    const root = temporaryFolder(detc);
    const heads = [headOf([], undefined, root)];
    for (const path of Object.keys(detc)) {
      addFiles(root, { [path]: "another, and longer than before" });
      heads.push(headOf([], undefined, root));
    }
    expect(new Set(heads).size).toBe(heads.length);
    const location = join(root, "kept.bin");
    writeKept(location, undefined, {
      head: "one",
      targets: await loadTargets(),
      surroundings: "",
      files: new Map(),
      outcomes: new Map(),
      texts: new Map(),
      output: new Map(),
    });
    expect(readKept(location, "one")).toBeDefined();
    expect(readKept(location, "other")).toBeUndefined();
  });

  test("does not believe a cache that is no cache", async () => {
    const root = temporaryFolder(files);
    await buildAgain(root);
    const cache = join(root, ".detc-cache");
    for (const name of readdirSync(cache).filter((each) => each.endsWith(".bin")))
      writeFileSync(join(cache, name), "no cache");
    expect(await buildAgain(root)).toBe(2);
    await expectCleanOutput(root);
  });

  test("tells the same of what it did not compile", async () => {
    const root = temporaryFolder({
      ...files,
      "detections/endpoint/a.yml": detectionYaml({
        search: "index=main `odd` | transaction host | stats count by host",
      }),
      "macros/odd.yml": macro("odd", "host=a | nonsense"),
    });
    const told = await runDetc(root, ["build", "--keep-going", "--format", "github"]);
    const again = await runDetc(root, ["build", "--keep-going", "--format", "github"]);
    expect(told.out).not.toBe("");
    expect(again).toEqual(told);
    const frames = await runDetc(root, ["build", "--keep-going", "--no-cache", "--verbose"]);
    const framesAgain = await runDetc(root, ["build", "--keep-going", "--verbose"]);
    const rest = (text: string): string => text.replace(/\d+ of \d+ detections were compiled anew\n/, "");
    expect(rest(framesAgain.err)).toBe(rest(frames.err));
  });
});
