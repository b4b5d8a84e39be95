import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import formatsModule from "ajv-formats";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { cortex } from "../../../src/backends/cortex/index.js";
import { compileSearch, type SearchOptions } from "../../support/compile-search.js";

const schema = JSON.parse(
  readFileSync(new URL("../../../schemas/cortex-correlation-rule.schema.json", import.meta.url), "utf8"),
);
const ajv = new Ajv({ allErrors: true, strict: false });
formatsModule.default(ajv);
const validate = ajv.compile(schema);

const grouped =
  "EventCode=4720 | stats count by Computer TargetUserName | rename Computer as dest, TargetUserName as user";

async function compiled(options: SearchOptions = {}) {
  return compileSearch(cortex, grouped, { source: "windows.security", ...options });
}

async function ruleOf(): Promise<unknown> {
  const result = await compiled();
  if (result.status === "refused") throw new Error(result.reasons.join("\n"));
  expect(result.artifacts.map(({ path }) => path)).toEqual(["cortex/endpoint/certificate_exported.yml"]);
  return load(result.artifacts[0]?.text ?? "");
}

function scheduled(cron: string, earliest: string, latest: string): SearchOptions {
  const span = { source: { name: "search", text: "" }, start: 0, end: 0 };
  return { detection: { schedule: { cron, earliest, latest, window: "auto", span } } };
}

describe("a Cortex correlation rule", () => {
  it("is what a content pack holds", async () => {
    validate(await ruleOf());
    expect(validate.errors).toBeNull();
  });

  it("runs when the search does, over a window that ends at its run", async () => {
    expect(await ruleOf()).toMatchObject({
      execution_mode: "SCHEDULED",
      search_window: "70 minutes",
      crontab: "0 * * * *",
    });
  });

  it("leaves out the events that the search leaves out at its end", async () => {
    const late = await compiled();
    const prompt = await compiled(scheduled("0 * * * *", "-60m@m", "now"));
    const age = 'filter timestamp_diff(current_time(), _time, "SECOND") >= 600';
    expect(late.status === "compiled" && late.query.text).toContain(age);
    expect(prompt.status === "compiled" && prompt.query.text).not.toContain("timestamp_diff");
  });

  it("fills alert fields and the description with the entities' columns", async () => {
    expect(await ruleOf()).toMatchObject({
      alert_fields: { agent_hostname: "Computer", actor_effective_username: "TargetUserName" },
      alert_description: "A certificate was exported on $Computer by $TargetUserName.",
      alert_category: "CREDENTIAL_ACCESS",
      severity: "SEV_030_MEDIUM",
    });
  });

  it("labels sub-techniques with their technique", async () => {
    expect(await ruleOf()).toMatchObject({
      mitre_defs: {
        "TA0006 - Credential Access": [
          "T1649 - Steal or Forge Authentication Certificates",
          "T1552.004 - Unsecured Credentials: Private Keys",
        ],
      },
    });
  });

  it.each([
    ["0 8 * * *", "-1d@d", "@d"],
    ["0 * * * *", "-30d", "now"],
    ["0 * * * *", "-1mon", "now"],
  ])("refuses the schedule %s from %s to %s", async (cron, earliest, latest) => {
    const result = await compiled(scheduled(cron, earliest, latest));
    expect(result).toMatchObject({ status: "refused", reasons: [expect.stringContaining("the schedule `")] });
  });
});
