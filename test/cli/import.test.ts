import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

const rule = `title: Certutil Fetches A File
id: 0f3f1b8a-5b35-4f34-9a2e-0a9f3d2a7c11
status: test
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\certutil.exe'
        CommandLine|contains: 'urlcache'
    condition: selection
level: high
`;

describe("detc import", () => {
  test("a rule becomes a query of a target", async () => {
    const root = temporaryFolder({ "rule.yml": rule });
    const { status, out, err } = await runDetc(root, ["import", "sigma", "rule.yml", "--to", "splunk"]);
    expect([status, err]).toEqual([0, ""]);
    expect(out).toMatch(/ EventCode=1 \(?Image="\*\\\\certutil.exe" CommandLine="\*urlcache\*"\)?\n$/);
  });

  test("rules become the files of detections, which are not written over others", async () => {
    const root = temporaryFolder({ "rules/a/rule.yml": rule });
    const command = ["import", "sigma", "rules", "--out", "detections/endpoint"];
    expect((await runDetc(root, command)).status).toBe(0);
    const folder = join(root, "detections/endpoint");
    expect(readdirSync(folder)).toEqual(["certutil_fetches_a_file.yml"]);
    expect(readFileSync(join(folder, "certutil_fetches_a_file.yml"), "utf8")).toContain("risk_score: 70\n");
    const again = await runDetc(root, command);
    expect(again.status).toBe(1);
    expect(again.err).toContain("import/not-written");
  });

  test("the detection compiles back to the rule's tests", async () => {
    const root = temporaryFolder({ "rule.yml": rule });
    await runDetc(root, ["import", "sigma", "rule.yml", "--out", "detections/endpoint"]);
    const { status } = await runDetc(root, ["build", "--target", "sigma", "--out", "dist"]);
    expect(status).toBe(0);
    const written = join(root, "dist/sigma/rules/windows/process_creation");
    const [name = ""] = readdirSync(written);
    const text = readFileSync(join(written, name), "utf8");
    expect(text.slice(text.indexOf("detection:"), text.indexOf("falsepositives:"))).toBe(
      rule.slice(rule.indexOf("detection:"), rule.indexOf("level:")),
    );
  });

  test("a mistake is shown in the rule", async () => {
    const root = temporaryFolder({ "rule.yml": rule.replace("endswith", "endwith") });
    const { status, out, err } = await runDetc(root, ["import", "sigma", "rule.yml", "--to", "splunk"]);
    expect([status, out]).toEqual([1, ""]);
    expect(err).toMatch(/^rule.yml:9:9 - error import\/unknown-modifier/);
  });

  test("a refusal of the target is shown in the rule", async () => {
    const root = temporaryFolder({ "rule.yml": rule.replace("product: windows", "product: other") });
    const { status, err } = await runDetc(root, ["import", "sigma", "rule.yml", "--to", "sentinel"]);
    expect(status).toBe(1);
    expect(err).toMatch(/rule.yml:\d+:\d+ - error catalog\/no-home/);
  });
});

test("`--source` takes a log source as Sigma names it", async () => {
  const search = ["translate", "CommandLine=a", "--to", "sigma", "--source"];
  const { status, out } = await runDetc("/", [...search, "product=windows,category=process_creation"]);
  expect(status).toBe(0);
  expect(out).toContain("category: process_creation");
  expect(out).not.toContain("EventID");
  const unknown = await runDetc("/", [...search, "colour=blue"]);
  expect([unknown.status, unknown.out]).toEqual([1, ""]);
});
