import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { applyFixes } from "../../src/rules/apply-fixes.js";
import type { LintFinding } from "../../src/rules/rule.js";
import { wholeText } from "../../src/source/source-text.js";
import { detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";
import { lintDetection } from "./lint-detection.js";

const story = "tags:\n  analytic_story:\n    - A Story\n";

async function fixed(yaml: string): Promise<string | undefined> {
  const { detection, findings, macros } = await lintDetection(yaml);
  return applyFixes(detection, findings, macros);
}

describe("fixes", () => {
  test("parentheses around what `search` reads first", async () => {
    const yaml = (search: string) => detectionYaml({ search, type: "Hunting" });
    expect(await fixed(yaml("index=main a=1 AND b=2 OR\n  c=3\n| head 1"))).toBe(
      yaml("index=main a=1 AND (b=2 OR\n  c=3)\n| head 1"),
    );
  });

  test("around a macro at their edge", async () => {
    const yaml = (search: string) => detectionYaml({ search, type: "Hunting" });
    expect(await fixed(yaml("index=main `host` OR b=2 AND c=3"))).toBe(
      yaml("index=main (`host` OR b=2) AND c=3"),
    );
  });

  test("in quoted scalars too, and several at once", async () => {
    const yaml = (search: string) =>
      detectionYaml({ type: "Hunting", more: story }).replace(/search: \|-\n.*\n/, `search: '${search}'\n`);
    expect(await fixed(yaml(`a="it''s" OR b=2 AND c=3`))).toBe(
      yaml("(a=\"it''s\" OR b=2) AND c=3 | `a_rule_filter`"),
    );
  });

  test.each(["\n", "\r\n"])("the filter macro has a line of its own where commands have one", async (end) => {
    const yaml = (search: string) =>
      detectionYaml({ search, type: "Hunting", more: story }).replace(/\n/g, end);
    const search = "index=main\n| stats count\n  | head 5";
    expect(await fixed(yaml(search))).toBe(yaml(`${search}\n  | \`a_rule_filter\``));
  });

  test("nothing to fix gives nothing", async () => {
    expect(await fixed(detectionYaml({ search: "a=1 *b", type: "Hunting" }))).toBeUndefined();
  });

  test("one that would change more than it says is not taken", async () => {
    const { detection, findings, macros } = await lintDetection(detectionYaml({ search: "NOT a!=1" }));
    const [finding] = findings;
    const at = wholeText(detection.search.source);
    const wrong = {
      effect: "same-tree" as const,
      insertions: [{ at, side: "after" as const, text: " b=2" }],
    };
    const found: LintFinding[] = finding === undefined ? [] : [{ ...finding, fix: wrong }];
    expect(found).toHaveLength(1);
    expect(applyFixes(detection, found, macros)).toBeUndefined();
  });
});

test("check --fix writes them, and then finds nothing", async () => {
  const before = detectionYaml({ search: "index=main a=1 OR b=2 AND c=3", type: "Hunting" });
  const root = temporaryFolder({
    "detections/a.yml": before,
    "detections/b.yml": before.replace("0b3f", "1b3f").replace("Left", "Lost"),
  });
  const read = (name: string): string => readFileSync(join(root, "detections", name), "utf8");
  const { status, err } = await runDetc(root, ["check", "detections/a.yml", "--fix", "--target", "splunk"]);
  expect([status, err]).toEqual([0, "fixed detections/a.yml\n"]);
  expect(read("a.yml")).toBe(before.replace("a=1 OR b=2", "(a=1 OR b=2)"));
  expect(read("b.yml")).toContain("a=1 OR b=2 AND");
  const { err: told } = await runDetc(root, ["check", "--target", "splunk"]);
  expect(told).toContain("detections/b.yml:10:14 - warning");
  expect(told).toContain("lint/mixed-and-or");
  expect(told).not.toContain("detections/a.yml");
});
