import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { loadTargets, type CatalogFolder } from "../../src/content/load-targets.js";
import { templateProblem } from "../../src/target/template-problem.js";
import { locate } from "../../src/source/locate.js";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder as `catalog:` of detc.yml names it. */
function catalogOf(files: Readonly<Record<string, string>>): CatalogFolder {
  const folder = mkdtempSync(join(tmpdir(), "detc-catalog-"));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { path: folder, shownAs: "catalog" };
}

test("a repository's catalog adds sources, and adds to the fields and homes of known ones", async () => {
  const { catalog, profiles, diagnostics } = await loadTargets(
    catalogOf({
      "sources/own.yml": `
sources:
  own.door: { title: door access, like: event, fields: { badge: text } }
  aws.cloudtrail: { fields: { team: text } }`,
      "splunk/spellings/own.yml": `
spellings:
  own.door: [{ sourcetype: "door:access" }]`,
      "sentinel/fields/own.yml": `
sources:
  own.door: { homes: { custom: { table: Door_CL, fields: { badge: Badge_s } } } }
  aws.cloudtrail: { homes: { cloudtrail: { fields: { team: Team_s, awsRegion: Region_s } } } }`,
    }),
  );
  expect(diagnostics).toEqual([]);
  expect(catalog.spellings).toContainEqual({ key: "sourcetype", value: "door:access", source: "own.door" });
  const sources = profiles.get("sentinel")?.sources;
  expect(sources?.get("own.door")).toMatchObject({ defaultHome: "custom" });
  const home = sources?.get("aws.cloudtrail")?.homes.get("cloudtrail");
  expect(home?.table).toBe("AWSCloudTrail");
  expect(home?.fields.get("team")).toMatchObject({ expression: { kind: "column", name: "Team_s" } });
  expect(home?.fields.get("awsRegion")).toMatchObject({ expression: { name: "Region_s" } });
  expect(home?.fields.get("eventName")).toMatchObject({ expression: { name: "EventName" } });
});

test.each(["true", "lower", "a // b", 'it"s | x'])(
  "a name in backticks is the column %j, whatever it spells",
  async (name) => {
    const { profiles, diagnostics } = await loadTargets(
      catalogOf({
        "sources/own.yml": "sources: { own.door: { like: event, fields: { badge: text } } }",
        "sentinel/fields/own.yml": JSON.stringify({
          sources: {
            "own.door": { homes: { custom: { table: "Door_CL", fields: { badge: `\`${name}\`` } } } },
          },
        }),
      }),
    );
    expect(diagnostics).toEqual([]);
    const badge = profiles.get("sentinel")?.sources.get("own.door")?.homes.get("custom")?.fields.get("badge");
    expect(badge).toMatchObject({ expression: { kind: "column", name } });
  },
);

test("a table of values says what the target writes, and what Splunk has for it", async () => {
  const { profiles } = await loadTargets(
    catalogOf({
      "sources/own.yml": `
sources:
  own.door: { title: door access, like: event, fields: { granted: text } }`,
      "sentinel/fields/own.yml": `
sources:
  own.door:
    homes:
      custom: { table: Door_CL, fields: { granted: { from: Result_s, values: { ok: "true", denied: "false" } } } }`,
    }),
  );
  const granted = profiles
    .get("sentinel")
    ?.sources.get("own.door")
    ?.homes.get("custom")
    ?.fields.get("granted");
  expect(granted).toMatchObject({
    expression: {
      kind: "case",
      arms: [
        { when: { left: { name: "Result_s" }, right: { value: "ok" } }, then: { value: "true" } },
        { when: { left: { name: "Result_s" }, right: { value: "denied" } }, then: { value: "false" } },
      ],
    },
  });
});

test("mistakes are reported at their key", async () => {
  const { diagnostics } = await loadTargets(
    catalogOf({
      "sources/own.yml": `
sources:
  own.door:
    fields:
      badge: txt
    children:
      Open: { door: [open] }`,
      "sentinel/fields/own.yml": `
sources:
  own.dor: { missing: none }
  own.door:
    homes:
      custom:
        table: Door_CL
        fields:
          badge: lower(Badge_s
          floor: Floor_d`,
    }),
  );
  expect(diagnostics.map(({ code, span }) => [code, locate(span).start.line])).toEqual([
    ["catalog/invalid-file", 5],
    ["catalog/unknown-field-of-source", 7],
    ["catalog/unknown-source", 3],
    ["catalog/invalid-expression", 9],
    ["catalog/unknown-field-of-source", 10],
  ]);
});

test("a function of one's own is laid over those of the package, where its template is one expression", async () => {
  const { profiles, diagnostics } = await loadTargets(
    catalogOf({
      "sentinel/functions.yml": `
kql:
  upper: { template: "my_upper({0})", returns: text }
  lower: "tolower({0}) // for all"`,
    }),
  );
  const functions = profiles.get("sentinel")?.functions.get("kql");
  expect(functions?.get("upper")).toEqual({ template: "my_upper({0})", returns: "text" });
  expect(functions?.get("len")?.template).toBe("strlen({0})");
  expect(functions?.get("lower")?.template).toBe("tolower({0})");
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "catalog file: `kql.lower`: `tolower({0}) // for all` is not one expression: `//` stands outside a text",
  ]);
});

test.each([
  "lower({0}",
  "lower({0}))",
  "lower({0}); drop",
  "lower({0}) | take 1",
  "lower({0}) /* x",
  "lower({0})\nx",
  "lower({0})\u2028x",
  "{0}, {1}",
  "f('{0}')",
  'f("a, {0})',
  "f(`x`, {0})",
  "a({0}]",
  " ",
])("the template %j of a function is no expression", (template) => {
  expect(templateProblem(template)).toBeDefined();
});

test.each([
  'f({0}, "a | b // c")',
  "{0}[0]",
  "iff({0} > 1, 'it\\'s', {1})",
  "{0} -> {1}",
  "pi()",
  "({0} + {1})",
])("the template %j of a function is one expression", (template) => {
  expect(templateProblem(template)).toBeUndefined();
});
