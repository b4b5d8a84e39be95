import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { printResource, printTemplate } from "../../../src/backends/sentinel/arm-template.js";
import type { AnalyticsRule } from "../../../src/backends/sentinel/analytics-rule.js";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import type { Detection } from "../../../src/detection/detection.js";
import { compileSearch } from "../../support/compile-search.js";

const search =
  "| tstats count from datamodel=Endpoint.Processes where Processes.process_name=certutil.exe " +
  "by Processes.dest Processes.user Processes.process_name | rename Processes.* as *";

async function ruleOf(detection: Partial<Detection> = {}): Promise<AnalyticsRule> {
  const compiled = await compileSearch(sentinel, search, { detection });
  if (compiled.status !== "compiled") throw new Error(compiled.reasons.join("\n"));
  const [artifact] = compiled.artifacts;
  if (artifact === undefined) throw new Error("there is no rule");
  return load(artifact.text) as AnalyticsRule;
}

async function schema(name: string) {
  const text = await readFile(new URL(`../../../schemas/${name}.schema.json`, import.meta.url), "utf8");
  return new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(text));
}

const span = { source: { name: "detection", text: "" }, start: 0, end: 0 };

describe("an analytics rule", () => {
  it("fits the schema, with the keys in the order of Microsoft's rules", async () => {
    const rule = await ruleOf();
    const validate = await schema("sentinel-rule");
    validate(rule);
    expect(validate.errors ?? []).toEqual([]);
    expect(Object.keys(rule)).toEqual([
      "id",
      "name",
      "description",
      "severity",
      "requiredDataConnectors",
      "queryFrequency",
      "queryPeriod",
      "triggerOperator",
      "triggerThreshold",
      "tactics",
      "relevantTechniques",
      "query",
      "entityMappings",
      "alertDetailsOverride",
      "eventGroupingSettings",
      "version",
      "kind",
    ]);
  });

  it("covers the window of the schedule and maps what the result carries", async () => {
    expect(await ruleOf()).toMatchObject({
      queryFrequency: "1h",
      queryPeriod: "70m",
      severity: "Medium",
      tactics: ["CredentialAccess"],
      relevantTechniques: ["T1649", "T1552.004"],
      entityMappings: [
        { entityType: "Host", fieldMappings: [{ identifier: "FullName", columnName: "dest" }] },
        { entityType: "Account", fieldMappings: [{ identifier: "FullName", columnName: "user" }] },
        { entityType: "File", fieldMappings: [{ identifier: "Name", columnName: "process_name" }] },
      ],
      alertDetailsOverride: { alertDescriptionFormat: "A certificate was exported on {{dest}} by {{user}}." },
      version: "3.0.0",
    });
  });

  it("has three fields in its text and names the others", async () => {
    const rule = await ruleOf({
      risk: {
        message: "$dest$ $user$ $process_name$ $count$",
        objects: [],
        threats: [],
        score: 10,
        severity: "critical",
        format: "rba",
      },
    });
    expect(rule.alertDetailsOverride?.alertDescriptionFormat).toBe(
      "{{dest}} {{user}} {{process_name}} count",
    );
    expect(rule.severity).toBe("High");
  });

  it("takes a field with a blank in its name, and leaves text between two prices as it is", async () => {
    const compiled = await compileSearch(sentinel, `${search} | rename dest as "the host"`, {
      detection: {
        risk: {
          message: "On $the host$ for $5 and $6",
          objects: [],
          threats: [],
          score: 10,
          severity: "low",
          format: "rba",
        },
      },
    });
    const text = compiled.status === "compiled" ? compiled.artifacts[0]?.text : compiled.reasons.join();
    expect(text).toContain("alertDescriptionFormat: On {{the_host}} for $5 and $6\n");
  });

  it("is refused with a query over the limit of the service", async () => {
    const names = Array.from({ length: 700 }, (_, index) => `process_name=program${index}.exe`);
    const compiled = await compileSearch(sentinel, names.join(" OR "), { source: "cim.endpoint.processes" });
    expect(compiled).toMatchObject({
      status: "refused",
      reasons: [expect.stringContaining("target/too-long")],
    });
  });

  it("is refused with a schedule that has no fixed interval", async () => {
    const compiled = await compileSearch(sentinel, search, {
      detection: {
        schedule: { cron: "0 0 1 * *", earliest: "-1d", latest: "now", window: "auto", span },
      },
    });
    expect(compiled).toMatchObject({
      status: "refused",
      reasons: [expect.stringContaining("`0 0 1 * *`")],
    });
  });
});

describe("the template of all rules", () => {
  it("fits the schema and keeps texts with brackets", async () => {
    const rule = { ...(await ruleOf()), name: "[Certificate] [Preview]", description: "[Preview] It fires." };
    const template = JSON.parse(printTemplate([printResource(rule)]));
    const validate = await schema("sentinel-template");
    validate(template);
    expect(validate.errors ?? []).toEqual([]);
    expect(template).toMatchObject({
      resources: [
        {
          properties: {
            displayName: "[[Certificate] [Preview]",
            description: "[Preview] It fires.",
            queryPeriod: "PT70M",
            techniques: ["T1649", "T1552"],
          },
        },
      ],
    });
  });
});
