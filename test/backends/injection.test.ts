import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { beforeAll, describe, expect, test } from "vitest";
import { addFiles, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";
import { hostileTexts } from "../conformance/execute/hostile.js";

/** Texts for names, descriptions and messages; beside those that are looked for, some that mean something in a file. */
const texts: readonly string[] = [
  ...hostileTexts,
  "first\n[stanza]\nsearch = index=*",
  "ends with a backslash\\\nsearch = index=*",
  "{{CommandLine}} and {{user}}",
  "$User costs $5",
  "[parameters('workspace')]",
  "@SUM(1)",
  "::set-output name=a::b",
  "../../../etc/passwd",
  "--- \n...\nkey: value",
];
const oneLine = (text: string): string => text.replace(/\s+/gu, " ").trim();

interface Hostile {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

const hostile = texts.map((text, index): Hostile => {
  const id = `0b3f3f52-5a2c-4c0e-9a3e-${String(index).padStart(12, "0")}`;
  return { id, name: `Number ${String(index)} ${oneLine(text)}`, text };
});

function detectionOf({ id, name, text }: Hostile): string {
  return JSON.stringify({
    name,
    id,
    version: 1,
    date: "2025-02-03",
    author: text,
    status: "production",
    type: "TTP",
    description: text,
    how_to_implement: text,
    known_false_positives: text,
    references: [`https://example.test/${oneLine(text)}`],
    search:
      'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" EventCode=1 | stats count by Computer User | rename Computer as dest',
    rba: {
      message: `${text} on $dest$`,
      risk_objects: [{ field: "dest", type: "system", score: 50 }],
      threat_objects: [],
    },
    tags: {
      analytic_story: [],
      asset_type: "Endpoint",
      mitre_attack_id: ["T1059"],
      product: [],
      security_domain: "endpoint",
    },
  });
}

const built = new Map<string, string>();

beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), "detc-test-"));
  addFiles(
    root,
    Object.fromEntries(hostile.map((each, index) => [`detections/n${String(index)}.yml`, detectionOf(each)])),
  );
  await runDetc(root, ["build", "--keep-going", "--no-cache", "--out", "dist"]);
  for (const entry of readdirSync(join(root, "dist"), { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      built.set(path.slice(join(root, "dist").length + 1), readFileSync(path, "utf8"));
    }
  rmSync(root, { recursive: true, force: true });
}, 120_000);

/** The rules of a target, each read by the reader of its format. */
function rules(target: string): readonly Readonly<Record<string, unknown>>[] {
  return [...built]
    .filter(([path]) => path.startsWith(`${target}/`) && /\/.*\.(?:ya?ml|json)$/.test(path))
    .filter(([path]) => !path.endsWith("azuredeploy.json"))
    .map(([, text]) => load(text) as Readonly<Record<string, unknown>>);
}

/** A `.conf` file as Splunk reads it: a backslash at the end of a line continues the value. */
function stanzas(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const read = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  for (const line of text.replaceAll("\\\n", "\u0000").split("\n")) {
    const stanza = /^\[(.*)\]$/.exec(line)?.[1];
    const setting = /^([^=#\s][^=]*?) =(.*)$/.exec(line);
    if (stanza !== undefined) read.set(stanza, (current = new Map()));
    else if (setting !== null) current.set(setting[1] ?? "", (setting[2] ?? "").replaceAll("\u0000", "\n"));
  }
  return read;
}

/** Every text inside a value. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

describe("hostile names, descriptions and messages", () => {
  test("make a rule each, whose file stays in its folder", () => {
    for (const target of ["sigma", "sentinel", "elastic", "cortex"])
      expect(rules(target).length, target).toBe(hostile.length);
    for (const path of built.keys()) expect(path).toMatch(/^[\w./-]+$/);
  });

  test("read back from YAML and JSON as the same texts", () => {
    for (const { id, name, text } of hostile) {
      const own = (target: string, key: string) => rules(target).find((rule) => rule[key] === name);
      const described = text.trim();
      expect(String(own("sentinel", "name")?.["description"]).startsWith(described), name).toBe(true);
      expect(String(own("elastic", "name")?.["description"]).startsWith(described), name).toBe(true);
      expect(String(own("cortex", "name")?.["description"]).startsWith(described), name).toBe(true);
      const sigma = rules("sigma").find((rule) => textsIn(rule["detc"]).includes(id));
      expect(sigma?.["author"], name).toBe(text);
    }
  });

  test("open no stanza and no setting of a `.conf` file", () => {
    const read = stanzas(built.get("splunk/default/savedsearches.conf") ?? "");
    const named = hostile.filter(({ name }) => read.has(`DETC - ${name} - Rule`));
    expect(read.size).toBe(named.length);
    expect(named.length).toBeGreaterThan(hostile.length / 2);
    for (const settings of read.values()) expect(settings.get("search")).toContain("EventCode=1");
  });

  test("begin no expression of an ARM template", () => {
    const template = JSON.parse(built.get("sentinel/azuredeploy.json") ?? "{}") as {
      readonly resources: readonly { readonly properties: unknown }[];
    };
    const opened = template.resources
      .flatMap(({ properties }) => textsIn(properties))
      .filter((text) => /^\[(?!\[)[^]*\]$/.test(text));
    expect(template.resources).toHaveLength(hostile.length);
    expect(opened).toEqual([]);
  });

  test("hold no placeholder of a target beside those of the message", () => {
    const shown = rules("sentinel").map(
      ({ alertDetailsOverride: details }) =>
        textsIn(details)
          .join("")
          .match(/\{\{[^}]*\}\}/g) ?? [],
    );
    for (const placeholders of shown) expect(placeholders).toEqual(["{{dest}}"]);
    for (const { alert_description: text } of rules("cortex"))
      expect(String(text).match(/\$\w+/g)).toEqual(["$Computer"]);
  });
});

describe("hostile names of lookups, macros and stories", () => {
  const names = [
    "../../../evil",
    "..",
    "a/../../b",
    "a]\n[stanza]\nsearch = index=*",
    "x = y",
    "ends with\\",
    "[concat('a')]",
    "=1+1",
    "{{x}}",
  ];
  const rows = Array.from({ length: 300 }, (_, row) => `=cmd${String(row)}*,"a ""b""\n[x]"`);
  const files = names.flatMap((name, index) => {
    const id = (kind: number): string =>
      `0b3f3f52-5a2c-4c0e-9a3e-${String(kind * 1000 + index).padStart(12, "0")}`;
    const common = { name, version: 1, date: "2025-02-03", author: name, description: name };
    const file = (path: string, content: unknown) => [path, JSON.stringify(content)] as const;
    return [
      file(`lookups/l${String(index)}.yml`, {
        ...common,
        id: id(1),
        lookup_type: "csv",
        match_type: ["WILDCARD(process)"],
        case_sensitive_match: false,
      }),
      [`lookups/l${String(index)}.csv`, ["process,shown", ...rows, ""].join("\n")] as const,
      file(`stories/s${String(index)}.yml`, {
        ...common,
        id: id(2),
        status: "production",
        narrative: name,
        references: [],
        tags: { category: [name], product: ["Splunk Enterprise"], usecase: name },
      }),
      file(`macros/m${String(index)}.yml`, { name, description: name, definition: "x\n[s]\nsearch = *" }),
      [
        `detections/d${String(index)}.yml`,
        detectionOf({ id: id(3), name: `D ${String(index)}`, text: "x" })
          .replace(
            "| stats",
            `| lookup ${JSON.stringify(JSON.stringify(name)).slice(1, -1)} process output shown | stats`,
          )
          .replace('"analytic_story":[]', `"analytic_story":[${JSON.stringify(name)}]`),
      ] as const,
    ];
  });

  test("stay in the folder of the output, and open no stanza", async () => {
    const root = temporaryFolder({
      ...Object.fromEntries(files.map(([path, text]) => [`inner/${path}`, text])),
    });
    const { status } = await runDetc(join(root, "inner"), [
      "build",
      "--keep-going",
      "--no-cache",
      "--out",
      "dist",
    ]);
    expect(status).toBe(1);
    expect(readdirSync(root)).toEqual(["inner"]);
    const made = readdirSync(join(root, "inner"));
    expect(made.toSorted()).toEqual(["detections", "dist", "lookups", "macros", "stories"]);
    const conf = (name: string) =>
      stanzas(readFileSync(join(root, "inner/dist/splunk/default", `${name}.conf`), "utf8"));
    expect(conf("transforms").size).toBe(names.length);
    for (const settings of conf("transforms").values())
      expect(settings.get("filename")).toMatch(/^ l\d\.csv$/);
    for (const name of ["transforms", "macros", "analyticstories", "savedsearches"])
      for (const [stanza, settings] of conf(name))
        expect(settings.get("search") ?? "EventCode=1", stanza).toContain("EventCode=1");
  });
});

describe("what is written to a workflow's log", () => {
  test("is one command a line, each of detc's own", async () => {
    const root = temporaryFolder({
      "detections/a.yml": detectionOf({
        id: "0b3f3f52-5a2c-4c0e-9a3e-000000000000",
        name: "x\n::set-output name=a::b",
        text: "%0A::error::x",
      }).replace("EventCode=1", "EventCode=1 | nonsense\\n::error::x"),
    });
    const { out, err } = await runDetc(root, ["build", "--format", "github", "--out", "dist"]);
    const commands = `${out}${err}`.split("\n").filter((line) => line.startsWith("::"));
    for (const line of commands) expect(line).toMatch(/^::(?:error|warning|notice) file=/);
    expect(commands.length).toBeGreaterThan(0);
  });
});
