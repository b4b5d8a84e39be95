import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { loadTargets } from "../../src/content/load-targets.js";
import { packageRoot } from "../../src/content/package-root.js";
import type { ScalarExpression } from "../../src/plan/expression.js";
import { partsOf } from "../../src/plan/expression-visitor.js";
import { bindFamily } from "../../src/target/bind-family.js";
import type { Home } from "../../src/target/profile.js";

const root = packageRoot();
const targetsFolder = join(root, "targets");
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, formats: { regex: true } });

function validatorOf(name: string) {
  const schema: unknown = JSON.parse(readFileSync(join(root, "schemas", `${name}.schema.json`), "utf8"));
  if (typeof schema !== "object" || schema === null) throw new Error(`${name} is not a schema`);
  return ajv.compile(schema);
}

function filesOf(part: string): readonly string[] {
  const folders =
    part === "sources" ? ["sources"] : readdirSync(targetsFolder).map((target) => `${target}/${part}`);
  return folders.flatMap((folder) => {
    try {
      return readdirSync(join(targetsFolder, folder)).map((file) => `${folder}/${file}`);
    } catch {
      return [];
    }
  });
}

describe.each([
  ["sources", "catalog-sources"],
  ["spellings", "catalog-spellings"],
  ["fields", "catalog-homes"],
  ["lookups", "catalog-lookups"],
])("%s", (part, schema) => {
  const validate = validatorOf(schema);
  test.each(filesOf(part).map((file) => [file]))("%s has the form of its schema", (file) => {
    const data = load(readFileSync(join(targetsFolder, file), "utf8"));
    validate(data);
    expect(validate.errors ?? []).toEqual([]);
    // What the package ships says where it was learned; a catalog of one's own need not.
    expect(data).toHaveProperty("learned");
  });
});

test("types.yml of every target has the form of its schema", () => {
  const validate = validatorOf("catalog-types");
  const files = ["sentinel", "elastic", "cortex", "sigma"].map((id) => join(targetsFolder, id, "types.yml"));
  for (const file of files) {
    validate(load(readFileSync(file, "utf8")));
    expect(validate.errors ?? []).toEqual([]);
  }
});

describe("the catalog", async () => {
  const { catalog, profiles, diagnostics } = await loadTargets();
  const withHomes = [...profiles.values()].filter(({ sources }) => sources.size > 0);

  test("has no mistakes", () => {
    expect(diagnostics.map(({ message }) => message)).toEqual([]);
  });

  test("names every source in some search", () => {
    const named = new Set(catalog.spellings.map(({ source }) => source));
    const parents = new Set(["event", "cim.event", "windows.event", "zeek.connection-fields"]);
    expect([...catalog.sources.keys()].filter((id) => !named.has(id) && !parents.has(id))).toEqual([]);
  });

  test("gives each spelling to one source", () => {
    const counts = new Map<string, string[]>();
    for (const { key, value, source } of catalog.spellings) {
      const term = `${key}=${value.toLowerCase()}`;
      counts.set(term, [...(counts.get(term) ?? []), source]);
    }
    expect([...counts].filter(([, sources]) => sources.length > 1)).toEqual([]);
  });

  test("says for every source and target where it lives, or why nowhere", () => {
    const parents = new Set(["event", "cim.event", "windows.event", "zeek.connection-fields"]);
    for (const { id, sources } of withHomes) {
      const silent = [...catalog.sources.keys()].filter(
        (source) => !parents.has(source) && !sources.has(source),
      );
      expect({ id, silent }).toEqual({ id, silent: [] });
      const empty = [...sources.values()].filter(
        ({ homes, missing }) => homes.size === 0 && missing === undefined,
      );
      expect(empty).toEqual([]);
    }
  });

  test("uses only column types that the target has", async () => {
    for (const { id, sources } of withHomes) {
      const types = load(readFileSync(join(targetsFolder, id, "types.yml"), "utf8"));
      const known =
        typeof types === "object" && types !== null && "types" in types ? Object.keys(types.types ?? {}) : [];
      const used = [...sources.values()].flatMap(({ homes }) => [...homes.values()].flatMap(columnTypes));
      expect({ id, unknown: [...new Set(used)].filter((type) => !known.includes(type)) }).toEqual({
        id,
        unknown: [],
      });
    }
  });
});

function columnTypes(home: Home): readonly string[] {
  const bound = [
    ...home.fields.values(),
    ...home.families.map((family) => bindFamily(family.rule, "x")),
  ].flatMap((binding) => (binding.kind === "bound" ? [binding.expression] : []));
  const expressions = home.filter === undefined ? bound : [...bound, home.filter];
  return [...expressions.flatMap(typesIn), ...home.variants.flatMap((variant) => columnTypes(variant.home))];
}

function typesIn(expression: ScalarExpression): readonly string[] {
  return expression.kind === "column" ? [expression.type] : partsOf(expression).flatMap(typesIn);
}
