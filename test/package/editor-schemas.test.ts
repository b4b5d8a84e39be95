import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { JSON_SCHEMA, load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../../src/content/package-root.js";
import { editorSchemas } from "../../src/cli/starter/repository-files.js";
import { detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

type Kind = keyof typeof editorSchemas;

// Like an editor's: it knows no keyword of detc's, and no UUID.
const ajv = new Ajv({ allErrors: true, strict: false, formats: { regex: true } });
const validators = new Map(
  Object.keys(editorSchemas).map((kind) => [
    kind,
    ajv.compile(JSON.parse(readFileSync(join(packageRoot(), "schemas", `${kind}.schema.json`), "utf8"))),
  ]),
);

/** Where the editor marks a file: paths of values, or of what has a key too many or too few. */
function marksIn(kind: string, text: string): readonly string[] {
  const validate = validators.get(kind);
  if (validate === undefined) throw new Error(`there is no schema for ${kind}`);
  // A date is a text in YAML 1.2.
  validate(load(text, { schema: JSON_SCHEMA }));
  return [...new Set((validate.errors ?? []).map(({ instancePath }) => instancePath))];
}

const id = "id: 22222222-2222-4333-8444-555555555555\n";
const deployment = `name: D\n${id}type: TTP\n`;
const scheduling = "cron_schedule: 0 * * * *, earliest_time: -70m@m, latest_time: -10m@m";
const right: readonly (readonly [kind: Kind, text: string])[] = [
  ["detection", detectionYaml()],
  ["macro", "name: m\ndefinition: index=main\ndescription: d\n"],
  ["macro", "name: m\ndefinition: index=$a$\ndescription: d\narguments: [a]\n"],
  ["lookup", "name: l\nfilename: l.csv\ndescription: d\n"],
  ["deployment", `${deployment}scheduling: { ${scheduling} }\n`],
  ["data-source", "name: Sysmon EventID 1\nsource: s\nsourcetype: t\n"],
  ["detc", "targets: [splunk, sigma]\nout: dist\ncatalog: catalog\n"],
  ["catalog-sources", "sources:\n  own.door: { title: doors, like: event, fields: { badge: text } }\n"],
  [
    "catalog-lookups",
    "lookups: { assets: { app: Own, columns: [asset, owner], adds: { key: asset, to: dest, columns: owner } } }\n",
  ],
  ["catalog-spellings", 'spellings:\n  own.door: [{ sourcetype: "door:access" }, { index: doors }]\n'],
  [
    "catalog-homes",
    "sources:\n  own.door:\n    homes:\n      custom:\n        table: Door_CL\n" +
      '        fields: { _time: "TimeGenerated:datetime", granted: { from: R_s, values: { "true": ok } } }\n',
  ],
];

const wrong: readonly (readonly [kind: Kind, what: string, text: string, mark: string])[] = [
  ["detection", "no search", detectionYaml().replace(/^search:[\s\S]*/m, ""), ""],
  ["detection", "a misspelt key", detectionYaml().replace("search:", "serch:"), ""],
  ["detection", "a version in words", detectionYaml().replace("version: 1", "version: one"), "/version"],
  ["detection", "an id that is none", detectionYaml().replace(/^id: .*/m, "id: 12-34"), "/id"],
  ["detection", "a date that is none", detectionYaml().replace("2025-02-03", "'3.2.2025'"), "/date"],
  ["detection", "an unknown status", detectionYaml({ status: "prod" }), "/status"],
  ["detection", "an unknown type", detectionYaml({ type: "Anomalie" }), "/type"],
  [
    "detection",
    "a search that is a list",
    detectionYaml().replace(/^search:[\s\S]*/m, "search: [a]"),
    "/search",
  ],
  [
    "detection",
    "a technique that is none",
    detectionYaml({ more: "tags: { mitre_attack_id: [T10] }\n" }),
    "/tags/mitre_attack_id/0",
  ],
  [
    "detection",
    "a risk object of an unknown type",
    detectionYaml({ more: "rba: { message: m, risk_objects: [{ field: a, type: host, score: 5 }] }\n" }),
    "/rba/risk_objects/0/type",
  ],
  [
    "detection",
    "a score beyond the end",
    detectionYaml({ more: "rba: { message: m, risk_objects: [{ field: a, type: user, score: 500 }] }\n" }),
    "/rba/risk_objects/0/score",
  ],
  [
    "detection",
    "a test without a name",
    detectionYaml({ more: "tests:\n  - events: [{ a: 1 }]\n" }),
    "/tests/0",
  ],
  ["macro", "no definition", "name: m\ndescription: d\n", ""],
  ["macro", "a definition that is a list", "name: m\ndefinition: [a]\n", "/definition"],
  ["macro", "arguments that are a text", "name: m\ndefinition: a\narguments: a\n", "/arguments"],
  ["lookup", "an unknown type", "name: l\nlookup_type: table\n", "/lookup_type"],
  ["lookup", "a number in words", "name: l\nfilename: l.csv\nmax_matches: many\n", "/max_matches"],
  ["deployment", "no times", `${deployment}scheduling: { cron_schedule: 0 * * * * }\n`, "/scheduling"],
  [
    "deployment",
    "no cron",
    `${deployment}scheduling: { ${scheduling.replace("0 * * * *", "hourly")} }\n`,
    "/scheduling/cron_schedule",
  ],
  ["data-source", "fields that are a text", "name: s\nsource: s\nsourcetype: t\nfields: a\n", "/fields"],
  ["story", "an id that is none", "name: s\nid: one\n", "/id"],
  ["baseline", "another type", `name: b\n${id}type: TTP\nsearch: index=main\n`, "/type"],
  ["detc", "a folder that is a number", "out: 3\n", "/out"],
  ["detc", "a misspelt key", "target: [sigma]\n", ""],
  ["detc", "targets that are a text", "targets: sigma\n", "/targets"],
  ["detc", "a version that is none", "app: { id: a, version: 1 }\n", "/app/version"],
  [
    "catalog-sources",
    "an unknown type of a field",
    "sources: { own.door: { fields: { badge: integer } } }\n",
    "/sources/own.door/fields/badge",
  ],
  ["catalog-sources", "a misspelt key", "sources: { own.door: { tilte: doors } }\n", "/sources/own.door"],
  [
    "catalog-spellings",
    "an unknown term",
    "spellings: { own.door: [{ sorcetype: a }] }\n",
    "/spellings/own.door/0",
  ],
  [
    "catalog-homes",
    "a home with a misspelt key",
    "sources: { own.door: { homes: { custom: { tabel: Door_CL } } } }\n",
    "/sources/own.door/homes/custom",
  ],
  [
    "catalog-homes",
    "homes that are a list",
    "sources: { own.door: { homes: [custom] } }\n",
    "/sources/own.door/homes",
  ],
];

describe("the editor", () => {
  test.each(right)("marks nothing in a right %s: %j", (kind, text) => {
    expect(marksIn(kind, text)).toEqual([]);
  });

  test.each(wrong)("marks in a %s: %s", (kind, _what, text, mark) => {
    expect(marksIn(kind, text)).toContain(mark);
  });

  test("marks nothing in a new repository", async () => {
    const folder = temporaryFolder();
    await runDetc(folder, ["init"]);
    const checked = new Set<string>();
    for (const [kind, pattern] of Object.entries(editorSchemas))
      for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }))
        if (matches(path, pattern) && statSync(join(folder, path)).isFile()) {
          expect([path, marksIn(kind, readFileSync(join(folder, path), "utf8"))]).toEqual([path, []]);
          checked.add(kind);
        }
    expect([...checked].sort()).toEqual(["detc", "detection", "macro", "story"]);
  });
});

function matches(path: string, pattern: string): boolean {
  const expression = pattern
    .replaceAll(".", "\\.")
    .replaceAll("**/", "(?:.+/)?")
    .replaceAll(/(?<!\.)\*|(?<=\/)\*/g, "[^/]*");
  return new RegExp(`^${expression}$`).test(path);
}
