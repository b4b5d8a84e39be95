import { describe, expect, test } from "vitest";
import { detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

const sysmon = ["--source", "windows.sysmon"];
const longList = Array.from({ length: 900 }, (_, index) => `"*value number ${index}*"`).join(",");

describe("what a target cannot hold is refused by name", () => {
  test.each([
    ["sigma/not-an-event-search", "sigma", "search EventCode=1 | head 5"],
    ["sigma/windowing", "sigma", "search EventCode=1 | stats count by Image | where count > 5"],
    [
      "sigma/threshold-condition",
      "sigma",
      "search EventCode=1 | stats count dc(User) as n by Image | where count > n",
    ],
    ["sigma/falling-threshold", "sigma", "search EventCode=1 | stats count by Image | where count < 5"],
    ["sigma/field-comparison", "sigma", "search EventCode=1 | where Image=ParentImage"],
    ["sigma/text-order", "sigma", 'search EventCode=1 Image>"m"'],
    ["sigma/regex", "sigma", 'search EventCode=1 | regex CommandLine="(a)\\\\1"'],
    ["sigma/every-event", "sigma", "search index=*"],
    ["target/never-true", "sigma", "search EventCode=1 | where 1=2"],
    ["sigma/computed-value", "sigma", 'search EventCode=1 | where md5(CommandLine)="x"'],
    [
      "catalog/other-spelling",
      "sentinel",
      "| tstats count from datamodel=Endpoint.Processes where Processes.process_hash=abc by Processes.dest",
    ],
    ["target/unsupported", "sigma", "search EventCode=1 | streamstats count by Image | where count > 5"],
    ["target/unsupported-function", "sentinel", 'search EventCode=1 | eval a=sha512(Image) | where a="x"'],
    ["target/unsupported-regex", "sentinel", 'search EventCode=1 | regex CommandLine="(a)\\1"'],
    ["target/ambiguous-type", "sentinel", 'search EventCode=1 | eval a=Image+b | where a="x"'],
    ["target/too-long", "sentinel", `search EventCode=1 CommandLine IN (${longList})`],
  ])("%s in %s", async (code, target, search) => {
    const { status, out, err } = await runDetc("/", ["translate", search, "--to", target, ...sysmon]);
    expect([status, out]).toEqual([1, ""]);
    expect(err).toMatch(new RegExp(`^<search>:1:\\d+ - error ${code}:`, "m"));
  });

  test.each([
    ["sigma/no-group", "search EventCode=1 | stats count | where count > 5"],
    [
      "sigma/computed-group-key",
      "search EventCode=1 | eval k=lower(Image) | stats count by k | where count > 5",
    ],
    [
      "sigma/computed-count",
      "search EventCode=1 | eval k=lower(Image) | stats dc(k) as n by Computer | where n > 5",
    ],
    [
      "sigma/threshold-over-sources",
      "| union [search EventCode=1 Image=x sourcetype=xmlwineventlog:microsoft-windows-sysmon/operational] " +
        '[search source="XmlWinEventLog:Security" EventCode=4688] | stats count by EventCode, Computer | where count > 3',
    ],
  ])("%s also where the engine may choose the window", async (code, search) => {
    const root = temporaryFolder({ "detc.yml": "accept: [windowing]\n" });
    const { status, err } = await runDetc(root, ["translate", search, "--to", "sigma", ...sysmon]);
    expect([status, err]).toEqual([1, expect.stringContaining(`error ${code}:`)]);
  });

  test("a window without a fixed length", async () => {
    const root = temporaryFolder({
      "detc.yml": "accept: [windowing]\nsource: windows.sysmon\n",
      "detections/a.yml": detectionYaml({
        search: "search EventCode=1 | stats count by Image | where count > 5",
        more:
          "deployment:\n" +
          "  scheduling: {cron_schedule: 0 * * * *, earliest_time: '-1mon@mon', latest_time: '@mon'}\n",
      }),
    });
    const { err } = await runDetc(root, ["check", "--target", "sigma"]);
    expect(err).toContain("refused (sigma) sigma/no-window");
  });

  test("a technique that ATT&CK does not have is left out, with a warning", async () => {
    const root = temporaryFolder({
      "detc.yml": "source: windows.sysmon\n",
      "detections/a.yml": detectionYaml({
        search: "search EventCode=1 Image=*a.exe",
        more: "tags: {mitre_attack_id: [T9999]}\n",
      }),
    });
    const { status, err } = await runDetc(root, ["check", "--target", "sentinel"]);
    expect([status, err]).toEqual([
      0,
      expect.stringContaining("detections/a.yml:11:26 - warning target/unknown-technique"),
    ]);
  });
});

describe("a catalog of one's own", () => {
  const check = async (files: Readonly<Record<string, string>>) => {
    const root = temporaryFolder({
      "detections/a.yml": detectionYaml(),
      "detc.yml": "catalog: own\n",
      ...files,
    });
    return runDetc(root, ["check"]);
  };

  const home = (source: string, field: string): string =>
    `sources: {${source}: {default: h, homes: {h: {table: T, fields: {${field}}}}}}\n`;

  test.each([
    ["catalog/invalid-file", { "own/sources/x.yml": "acme.door: [\n" }],
    ["catalog/unknown-source", { "own/sentinel/fields/x.yml": home("no.such.source", "_time: T") }],
    [
      "catalog/unknown-field-of-source",
      { "own/sentinel/fields/x.yml": home("windows.sysmon", "noSuchField: T") },
    ],
    [
      "catalog/invalid-expression",
      { "own/sentinel/fields/x.yml": home("windows.sysmon", "Image: {from: 'f('}") },
    ],
  ])("%s", async (code, files) => {
    const { status, err } = await check(files);
    expect([status, err]).toEqual([1, expect.stringContaining(`error ${code}`)]);
    // The place is told from the root, as that of all content.
    const [path = ""] = Object.keys(files);
    expect(err).toMatch(new RegExp(`^${path}:`, "u"));
  });
});
