import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import formatsModule from "ajv-formats";
import { describe, expect, it } from "vitest";
import { elastic } from "../../../src/backends/elastic/index.js";
import { compileSearch, type SearchOptions } from "../../support/compile-search.js";

const schema = JSON.parse(
  readFileSync(new URL("../../../schemas/elastic-rule.schema.json", import.meta.url), "utf8"),
);
const ajv = new Ajv({ allErrors: true, strict: false });
formatsModule.default(ajv);
const validate = ajv.compile(schema);

async function ruleOf(search: string, options: SearchOptions = {}): Promise<Record<string, unknown>> {
  const result = await compileSearch(elastic, search, { source: "windows.security", ...options });
  if (result.status === "refused") throw new Error(result.reasons.join("\n"));
  expect(result.artifacts.map(({ path }) => path)).toEqual(["elastic/endpoint/certificate_exported.json"]);
  return JSON.parse(result.artifacts[0]?.text ?? "");
}

const grouped =
  "EventCode=4720 | stats count by Computer TargetUserName | rename Computer as dest, TargetUserName as user";
const counted =
  "EventCode=4625 | stats count by TargetUserName | where count > 10 | rename TargetUserName as user";

describe("an Elastic rule", () => {
  it.each([grouped, counted])("is what Kibana's importer takes: %s", async (search) => {
    validate(await ruleOf(search));
    expect(validate.errors).toBeNull();
  });

  it("reads the window of the schedule, to its end before now", async () => {
    const { from, to, interval } = await ruleOf(grouped);
    expect({ from, to, interval }).toEqual({ from: "now-70m/m", to: "now-10m/m", interval: "1h" });
  });

  it("groups the alerts of a run by the keys of the search", async () => {
    const rule = await ruleOf(grouped);
    expect(rule["alert_suppression"]).toEqual({
      group_by: ["winlog.computer_name", "winlog.event_data.TargetUserName"],
      missing_fields_strategy: "suppress",
    });
    expect(rule["investigation_fields"]).toEqual({
      field_names: ["winlog.computer_name", "winlog.event_data.TargetUserName"],
    });
  });

  it("says what it is to the search, and which entities the alert names", async () => {
    const rule = await ruleOf(grouped);
    expect(rule["description"]).toContain("Matches exactly the events that contribute to a result");
    expect(rule["note"]).toContain(
      "exported on `winlog.computer_name` by `winlog.event_data.TargetUserName`",
    );
  });

  it("names tactics and techniques, sub-techniques under their technique", async () => {
    const rule = await ruleOf(grouped);
    expect(rule["threat"]).toMatchObject([
      {
        tactic: { id: "TA0006", name: "Credential Access" },
        technique: [
          { id: "T1649", subtechnique: [] },
          { id: "T1552", subtechnique: [{ id: "T1552.004", name: "Private Keys" }] },
        ],
      },
    ]);
  });

  it("has no index of its own around a piped query", async () => {
    const rule = await ruleOf(counted);
    expect(rule).toMatchObject({ type: "esql", language: "esql" });
    expect(rule).not.toHaveProperty("index");
  });

  it("refuses a schedule without one interval", async () => {
    const span = { source: { name: "search", text: "" }, start: 0, end: 0 };
    const schedule = { cron: "0 8 1 * *", earliest: "-24h", latest: "now", window: "auto", span };
    const result = await compileSearch(elastic, grouped, {
      source: "windows.security",
      detection: { schedule },
    });
    expect(result).toMatchObject({
      status: "refused",
      reasons: [expect.stringContaining("the schedule `0 8 1 * *`")],
    });
  });
});
