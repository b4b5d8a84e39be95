import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

const sysmon =
  'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" EventCode=1 Image="*\\\\a.exe" | table _time Computer';
const techniques = (...ids: readonly string[]): string =>
  `tags: { mitre_attack_id: [${ids.join(", ")}], analytic_story: [] }\n`;
const hostile = "A | b <img src=x> `c` [d](http://e.example) @team **f**";
const files = {
  "detections/endpoint/a.yml": detectionYaml({ search: sysmon, more: techniques("T1105", "T1059.001") }),
  "detections/endpoint/b.yml": detectionYaml({
    name: JSON.stringify(hostile),
    id: "11111111-2222-4333-8444-555555555555",
    search: sysmon,
    more: techniques("T1059"),
  }),
  "detections/endpoint/c.yml": detectionYaml({
    name: "Refused",
    id: "22222222-2222-4333-8444-555555555555",
    search: "index=unheard_of | table host",
    more: techniques("T1003"),
  }),
  "detections/endpoint/d.yml": detectionYaml({
    name: "Old",
    id: "33333333-2222-4333-8444-555555555555",
    search: sysmon,
    status: "deprecated",
  }),
};

/** What the definition of the format asks for: attack-navigator, `layers/spec/v4.5/layerformat.md`. */
const layerFormat = {
  type: "object",
  required: ["name", "domain", "versions", "techniques"],
  additionalProperties: false,
  properties: {
    name: { type: "string", minLength: 1 },
    description: { type: "string" },
    domain: { enum: ["enterprise-attack", "mobile-attack", "ics-attack"] },
    versions: {
      type: "object",
      required: ["attack", "navigator", "layer"],
      additionalProperties: false,
      properties: {
        attack: { type: "string", pattern: "^\\d+(\\.\\d+)?$" },
        // At least 4.9.0.
        navigator: { type: "string", pattern: "^(4\\.(9|\\d\\d)|[5-9])\\." },
        layer: { const: "4.5" },
      },
    },
    sorting: { enum: [0, 1, 2, 3] },
    techniques: {
      type: "array",
      items: {
        type: "object",
        required: ["techniqueID"],
        additionalProperties: false,
        properties: {
          techniqueID: { type: "string", pattern: "^T\\d{4}(\\.\\d{3})?$" },
          score: { type: "number" },
          comment: { type: "string" },
          enabled: { type: "boolean" },
          showSubtechniques: { type: "boolean" },
        },
      },
    },
    gradient: {
      type: "object",
      required: ["colors", "minValue", "maxValue"],
      additionalProperties: false,
      properties: {
        colors: { type: "array", minItems: 2, items: { type: "string", pattern: "^#[0-9a-f]{6}$" } },
        minValue: { const: 0 },
        // More than `minValue`.
        maxValue: { type: "number", exclusiveMinimum: 0 },
      },
    },
  },
};

async function coverageOf(content: typeof files | Record<string, string>): Promise<(path: string) => string> {
  const root = temporaryFolder(content);
  const { status, err } = await runDetc(root, ["build", "--coverage"]);
  expect(status, err).toBe(0);
  return (path) => readFileSync(join(root, "dist/coverage", path), "utf8");
}

test("the layers have the form that the Navigator reads", async () => {
  const coverage = await coverageOf(files);
  const validate = new Ajv({ allErrors: true }).compile(layerFormat);
  for (const target of ["splunk", "sigma", "sentinel", "elastic", "cortex"]) {
    validate(JSON.parse(coverage(`navigator/${target}.json`)));
    expect([target, validate.errors ?? []]).toEqual([target, []]);
  }
});

test("a layer scores the techniques of what was compiled, and shows a technique above one of its parts", async () => {
  const coverage = await coverageOf(files);
  expect(JSON.parse(coverage("navigator/sigma.json"))).toMatchObject({
    techniques: [
      { techniqueID: "T1059", score: 1, showSubtechniques: true },
      { techniqueID: "T1059.001", score: 1 },
      { techniqueID: "T1105", score: 1 },
    ],
    gradient: { maxValue: 1 },
  });
});

test("a layer of nothing has the form, too", async () => {
  const coverage = await coverageOf({ "detections/a.yml": files["detections/endpoint/c.yml"] });
  const layer: unknown = JSON.parse(coverage("navigator/sigma.json"));
  expect(new Ajv().compile(layerFormat)(layer)).toBe(true);
  expect(layer).toMatchObject({ techniques: [], gradient: { minValue: 0, maxValue: 1 } });
});

test("the table has a row a detection and a cell a target, with the reasons of refusals", async () => {
  const rows = (await coverageOf(files))("coverage.md")
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(rows.map((cells) => cells.length)).toEqual(rows.map(() => 6));
  const [head, , totals, ...detections] = rows;
  expect(head).toEqual(["detection", "splunk", "sigma", "sentinel", "elastic", "cortex"]);
  expect(totals).toEqual(["compiled", "2 of 3", "2 of 3", "2 of 3", "2 of 3", "2 of 3"]);
  expect(detections).toHaveLength(4);
  expect(detections.find(([name]) => name === "Refused")?.[2]).toBe(
    "refused<br>no term of the search says which log source it reads",
  );
  expect(detections.find(([name]) => name === "Old")?.[2]).toBe("skipped");
  expect(detections.flat().join("")).not.toMatch(/<img|\]\(http|@team|\*\*/);
});

test("the badge is well-formed SVG with the share in it", async () => {
  const badge = (await coverageOf(files))("badge.svg");
  const open: string[] = [];
  // No attribute and no text in it may hold a sign of markup.
  const tag = /<(\/?)([a-z]+)((?: [a-z-]+="[^"<&]*")*)(\/?)>|([^<>&]+)/gy;
  let end = 0;
  for (const [whole, closes, name, , alone] of badge.matchAll(tag)) {
    end += whole.length;
    if (name === undefined) continue;
    if (closes === "/") expect(open.pop()).toBe(name);
    else if (alone !== "/") open.push(name);
  }
  expect([end, open]).toEqual([badge.length, []]);
  expect(badge).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="20"/);
  // Five times 2 of 3: Splunk takes no brackets in a name.
  expect(badge.match(/66 %/g)).toHaveLength(3);
});
