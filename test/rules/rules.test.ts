import { describe, expect, test } from "vitest";
import { detectionYaml } from "../support/content-folder.js";
import { lintDetection } from "./lint-detection.js";

/** Searches, and what is found in each. */
function cases(name: string, rows: readonly (readonly [search: string, ...found: string[]])[]): void {
  describe(name, () => {
    test.each(rows.map(([search, ...found]) => ({ search, found })))("$search", async ({ search, found }) => {
      const { told } = await lintDetection(detectionYaml({ search, type: "Hunting" }));
      expect(told).toEqual(found);
    });
  });
}

cases("OR beside AND", [
  ["`sysmon` a=1 OR b=2 AND c=3", "lint/mixed-and-or: a=1 OR b=2"],
  ["`sysmon` a=1 AND b=2 OR c=3", "lint/mixed-and-or: b=2 OR c=3"],
  ["`sysmon` NOT (a=1 AND (b=1) OR (c=1))", "lint/mixed-and-or: (b=1) OR (c=1)"],
  ["`sysmon` (a=1 OR b=2) AND c=3"],
  ["`sysmon` a=1 OR b=2 c=3"],
  ["`sysmon` a=1 OR b=2"],
  ["`sysmon` | where a=1 OR b=2 AND c=3"],
  ["`sysmon` `host` OR b=2 AND c=3", "lint/mixed-and-or: b=2"],
  // What a macro holds is not the detection's to change.
  ["`sysmon` `mixed`"],
  ["`sysmon` `either` AND c=3"],
]);

cases("negations", [
  ["`sysmon` NOT a!=1", "lint/double-negation: NOT a!=1"],
  ["`sysmon` a!=*", "lint/unequal-to-anything: a!=*"],
  ['`sysmon` a!="*"', 'lint/unequal-to-anything: a!="*"'],
  ["`sysmon` (a!=x OR a!=y)", "lint/always-true: (a!=x OR a!=y)"],
  ["`sysmon` (NOT a=x OR NOT a=y)", "lint/always-true: (NOT a=x OR NOT a=y)"],
  ['`sysmon` | where a!="x" OR a!="y"', 'lint/always-true: a!="x" OR a!="y"'],
  ["`sysmon` a!=x NOT a=y", "lint/mixed-negation: NOT a=y"],
  ["`sysmon` a!=x a!=y NOT b=z"],
  ["`sysmon` (a!=x OR b!=y)"],
  ["`sysmon` (a!=x OR a!=X)"],
  ["`sysmon` (a!=x* OR a!=*y)"],
  ["`sysmon` a!=x NOT a=*"],
  ["`sysmon` NOT a=*"],
  ["`sysmon` a!=x*"],
  ['`sysmon` | where a!="x" AND a!="y"'],
  ['`sysmon` | where a!="x" OR b!="y"'],
]);

cases("terms that begin with a wildcard", [
  ["`sysmon` *mimikatz*", "lint/leading-wildcard: *mimikatz*"],
  ['`sysmon` "*mimikatz"', 'lint/leading-wildcard: "*mimikatz"'],
  ["`sysmon` mimikatz* a=*x *"],
]);

cases("wildcards in the eval language", [
  ['`sysmon` | where a="*x*"', 'lint/wildcard-in-where: "*x*"'],
  ['`sysmon` | eval y=if("x*"!=lower(a), 1, 0)', 'lint/wildcard-in-where: "x*"'],
  ['`sysmon` | where a IN ("x", "y*")', 'lint/wildcard-in-where: "y*"'],
  ['`sysmon` | where in(a, "x*")', 'lint/wildcard-in-where: "x*"'],
  ['`sysmon` | where like(a, "x*")', 'lint/like-without-wildcard: "x*"'],
  ['`sysmon` | where a LIKE "x*"', 'lint/like-without-wildcard: "x*"'],
  ['`sysmon` | where a="*"'],
  ['`sysmon` | where like(a, "x*%")'],
  ['`sysmon` | where match(a, "x.*")'],
  ['`sysmon` | eval a="x*"'],
  ['`sysmon` | search a="*x*"'],
]);

cases("fields that nothing uses", [
  ["`sysmon` | eval x=1, y=2 | stats count by y", "lint/unused-field: x"],
  ['`sysmon` | rex field=a "(?<x>.)(?<y>.)" | stats count', ...twice('lint/unused-field: "(?<x>.)(?<y>.)"')],
  ["`sysmon` | eval x=1 | eval x=2 | table x", "lint/unused-field: x"],
  ['`sysmon` | rex field=a "(?<x>.)(?<y>.)" | stats count by y'],
  ["`sysmon` | eval x=1 | where x=1 | stats count"],
  ["`sysmon` | eval x=1"],
  ["`sysmon` | eval x=1 | eval y=x | table y"],
]);

function twice(text: string): readonly [string, string] {
  return [text, text];
}

cases("names that are nearly those of the log source", [
  ["`sysmon` eventcode=1", "lint/misspelt-field: eventcode"],
  ['`sysmon` EventCode=1 CommadnLine="*x"', "lint/misspelt-field: CommadnLine"],
  ['`sysmon` EventCode=1 CommandLine="*x" host=a command=b'],
  ["`sysmon` | eval Imege=1 | where Imege=1"],
]);

cases("names that no field of the log source has", [
  ["`lake` | where status=Success", "lint/foreign-field: Success"],
  ["`lake` status=Success | where 'unmapped.requestParameters'=x OR status=y"],
]);

describe("what contentctl asks for", () => {
  const story = "tags:\n  analytic_story:\n    - A Story\n";
  const rba =
    "rba:\n  message: x\n  risk_objects:\n    - {field: host, type: system, score: 1}\n  threat_objects: []\n";
  const search = "search index=main a=1 | `a_rule_filter`";
  const told = async (parts: Parameters<typeof detectionYaml>[0]) =>
    (await lintDetection(detectionYaml(parts))).told;

  test("a filter macro", async () => {
    const without = { search: "search index=main a=1", type: "Hunting" };
    expect(await told({ ...without, more: story })).toEqual(["lint/missing-filter: 1"]);
    expect(await told(without)).toEqual([]);
    expect(await told({ search, type: "Hunting", more: story })).toEqual([]);
  });

  test("risk where the type adds some", async () => {
    expect(await told({ search, type: "TTP", more: story })).toEqual(["lint/missing-risk: |"]);
    expect(await told({ search, type: "TTP", more: story + rba })).toEqual([]);
    expect(await told({ search, type: "TTP", status: "experimental", more: story })).toEqual([]);
    expect(await told({ search, type: "TTP" })).toEqual([]);
  });

  test("nothing of what is deprecated", async () => {
    expect(await told({ search: "a!=*", status: "deprecated", more: story })).toEqual([]);
  });
});

describe("fields of risk and drilldowns", () => {
  const more = (field: string): string =>
    [
      "drilldown_searches:",
      `  - name: 'Results for $${field}$'`,
      `    search: '%original_detection_search% | search a="$${field}|s$" t>$info_min_time$'`,
      "rba:",
      "  message: >-",
      `    Seen on $${field}$ by $host$`,
      "  risk_objects:",
      `    - {field: ${field}, type: system, score: 10}`,
      "  threat_objects:",
      `    - {field: ${field}, type: process}`,
      "",
    ].join("\n");

  test("that the result does not have", async () => {
    const search = "`sysmon` | stats count by host";
    const { told } = await lintDetection(detectionYaml({ search, more: more("user") }));
    expect(told).toEqual([
      "lint/drilldown-field: $user$",
      "lint/drilldown-field: $user|",
      "lint/message-field: $user$",
      "lint/risk-field: user",
      "lint/risk-field: user",
    ]);
  });

  test("that the plan leaves out, since their value is not documented", async () => {
    const search = '`sysmon` | stats values(Image) as images by host | eval user="ran " . images';
    expect((await lintDetection(detectionYaml({ search, more: more("user") }))).told).toEqual([]);
  });

  test("that it has, or that an event may have", async () => {
    for (const search of ["`sysmon` | stats count by host user", "`sysmon` EventCode=1"])
      expect((await lintDetection(detectionYaml({ search, more: more("user") }))).told).toEqual([]);
  });
});
