import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import type { AnalyticsRule } from "../../../src/backends/sentinel/analytics-rule.js";
import { printResource, printTemplate } from "../../../src/backends/sentinel/arm-template.js";
import type { CustomDetection } from "../../../src/backends/sentinel/custom-detection.js";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import type { Detection } from "../../../src/detection/detection.js";
import { KustoChecker } from "../../conformance/engines/kusto.js";
import { compileSearch, type CompiledSearch } from "../../support/compile-search.js";

const grouped =
  "| tstats count min(_time) as firstTime from datamodel=Endpoint.Processes where Processes.process_name=certutil.exe " +
  "by Processes.dest Processes.user | rename Processes.* as *";

async function problemsOf(name: string, value: unknown): Promise<readonly unknown[]> {
  const text = await readFile(new URL(`../../../schemas/${name}.schema.json`, import.meta.url), "utf8");
  const validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(text));
  validate(value);
  return validate.errors ?? [];
}

function ruleText(compiled: CompiledSearch): string {
  if (compiled.status === "refused") throw new Error(compiled.reasons.join("\n"));
  return compiled.artifacts[0]?.text ?? "";
}

function reasonsOf(compiled: CompiledSearch): readonly string[] {
  return compiled.status === "refused" ? compiled.reasons : ["compiled"];
}

describe("a rule in near real time", () => {
  const near = (search: string, source?: string) =>
    compileSearch(sentinel, search, { form: "nrt", ...(source === undefined ? {} : { source }) });

  it("has no schedule, and a query without a range", async () => {
    const compiled = await near(grouped);
    const rule = load(ruleText(compiled)) as AnalyticsRule;
    expect(await problemsOf("sentinel-rule", rule)).toEqual([]);
    expect(rule.kind).toBe("NRT");
    expect(rule).not.toHaveProperty("queryFrequency");
    expect(rule.query).not.toContain("ago(");
    expect(await problemsOf("sentinel-template", JSON.parse(printTemplate([printResource(rule)])))).toEqual(
      [],
    );
  });

  it("finds the events that contribute to a row, as it groups those of a minute only", async () => {
    const compiled = await near(grouped);
    expect(compiled).toMatchObject({ status: "compiled", query: { fidelity: "events" } });
  });

  it.each([
    ["a threshold", "EventCode=4625 | stats count by TargetUserName | where count > 10"],
    ["a subsearch", "EventCode=4624 [search EventCode=4625 | table TargetUserName]"],
    ["a share of all events", "EventCode=4625 | top TargetUserName"],
    ["a range of its own", "EventCode=4625 earliest=-4h"],
  ])("is refused for %s", async (_, search) => {
    const reasons = reasonsOf(await near(search, "windows.security"));
    expect(reasons.join("\n")).toContain("a rule in near real time is not available in KQL");
  });
});

describe("a custom detection of Defender XDR", () => {
  const custom = (search: string, source?: string, detection: Partial<Detection> = {}) =>
    compileSearch(sentinel, search, {
      form: "defender",
      detection,
      ...(source === undefined ? {} : { source }),
    });
  const processes = {
    AccountName: "string",
    ActionType: "string",
    DeviceId: "string",
    DeviceName: "string",
    FileName: "string",
    ProcessCommandLine: "string",
    ReportId: "long",
    Timestamp: "datetime",
  };
  const checker = new KustoChecker({ DeviceProcessEvents: processes });

  it("fits the schema and names the device that a row is about", async () => {
    const compiled = await custom(grouped);
    const rule = JSON.parse(ruleText(compiled)) as CustomDetection;
    expect(await problemsOf("defender-detection", rule)).toEqual([]);
    expect(rule.schedule).toEqual({ period: "1H" });
    expect(rule.detectionAction.alertTemplate.impactedAssets).toEqual([
      { "@odata.type": "#microsoft.graph.security.impactedDeviceAsset", identifier: "deviceId" },
    ]);
    expect(checker.check(rule.queryCondition.queryText)).toEqual([]);
  });

  it.each([
    [
      "groups, of their newest event",
      grouped,
      [
        "DeviceProcessEvents",
        "| where Timestamp >= ago(70m) and Timestamp < ago(10m)",
        '| where ActionType == "ProcessCreated"',
        '| where FileName =~ "certutil.exe"',
        "| summarize ['count'] = count(), firstTime = min(Timestamp), arg_max(Timestamp, ReportId, DeviceId)",
        '    by dest = coalesce(DeviceName, "unknown"), user = coalesce(AccountName, "unknown")',
      ],
    ],
    [
      "rows that show other columns",
      "process_name=certutil.exe | table dest process",
      [
        "DeviceProcessEvents",
        "| where Timestamp >= ago(70m) and Timestamp < ago(10m)",
        '| where ActionType == "ProcessCreated"',
        '| where FileName =~ "certutil.exe"',
        "| project DeviceName, ProcessCommandLine, Timestamp, ReportId, DeviceId",
      ],
    ],
    [
      "values that are told apart",
      "process_name=certutil.exe | table dest | dedup dest",
      [
        "DeviceProcessEvents",
        "| where Timestamp >= ago(70m) and Timestamp < ago(10m)",
        '| where ActionType == "ProcessCreated"',
        '| where FileName =~ "certutil.exe"',
        '| summarize arg_max(Timestamp, ReportId, DeviceId) by dest = coalesce(DeviceName, "unknown")',
      ],
    ],
  ])("keeps the columns that tell the event: %s", async (_, search, expected) => {
    const compiled = await custom(search, "cim.endpoint.processes");
    if (compiled.status === "refused") throw new Error(compiled.reasons.join("\n"));
    expect(compiled.query.text.split("\n")).toEqual(expected);
    expect(checker.check(compiled.query.text)).toEqual([]);
  });

  it("keeps those of the left side of a join", async () => {
    const compiled = await custom(
      "process_name=certutil.exe | table dest user | join dest [search process_name=cmd.exe | stats count by dest]",
      "cim.endpoint.processes",
    );
    if (compiled.status === "refused") throw new Error(compiled.reasons.join("\n"));
    expect(compiled.query.text.match(/ReportId/g)).toHaveLength(1);
    expect(checker.check(compiled.query.text)).toEqual([]);
  });

  it("is refused for a table that Defender does not have", async () => {
    const reasons = reasonsOf(await custom("EventCode=4625", "windows.security"));
    expect(reasons).toEqual([expect.stringContaining("Defender's advanced hunting does not have it")]);
  });

  const span = { source: { name: "detection", text: "" }, start: 0, end: 0 };

  it.each([
    ["*/5 * * * *", "-10m", "a rule runs every 3600, 10800, 43200, 86400 seconds"],
    ["0 * * * *", "-1d", "a rule that runs every 3600 seconds reads 14400 seconds of data"],
  ])("is refused for the schedule %s from %s", async (cron, earliest, reason) => {
    const schedule = { cron, earliest, latest: "now", window: "auto", span } as const;
    const reasons = reasonsOf(await custom(grouped, undefined, { schedule }));
    expect(reasons.join("\n")).toContain(reason);
  });
});

describe("the form of a detection", () => {
  it("comes before that of the repository", async () => {
    const span = { source: { name: "detection", text: "" }, start: 0, end: 0 };
    const compiled = await compileSearch(sentinel, grouped, {
      form: "defender",
      detection: {
        targets: { skip: [], require: [], forms: new Map([["sentinel", { value: "nrt", span }]]) },
      },
    });
    expect(load(ruleText(compiled))).toMatchObject({ kind: "NRT" });
  });
});
