import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { loadTargets } from "../../src/content/load-targets.js";
import type { TargetProfile } from "../../src/target/profile.js";
import { boundColumns } from "../conformance/catalog/bound-columns.js";

interface Taxonomy {
  readonly logsources: readonly string[];
  readonly rules: readonly string[];
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly windows: readonly string[];
  readonly unnamed: Readonly<Record<string, readonly string[]>>;
}

const taxonomy = load(readFileSync(new URL("sigma-taxonomy.yml", import.meta.url), "utf8")) as Taxonomy;
const named = new Set([...taxonomy.logsources, ...taxonomy.rules].flatMap(spelledOut));

/** `service={a,b}` as one name for each. */
function spelledOut(pattern: string): readonly string[] {
  const [, before = "", list = "", after = ""] = /^(.*?)\{(.*?)\}(.*)$/u.exec(pattern) ?? [];
  return list === "" ? [pattern] : list.split(",").map((item) => `${before}${item}${after}`);
}

async function sigma(): Promise<TargetProfile> {
  const profile = (await loadTargets()).profiles.get("sigma");
  if (profile === undefined) throw new Error("there is no profile of Sigma");
  return profile;
}

test("log sources of Sigma are those of SigmaHQ, or say that a site has to name them", async () => {
  const { sources } = await sigma();
  const homes = [...sources.values()]
    .flatMap((source) => [...source.homes.values()])
    .flatMap((home) => [home, ...home.variants.map((variant) => variant.home)]);
  const tables = new Map(
    homes.flatMap(({ table, custom }) => (table === undefined ? [] : [[table, custom === true] as const])),
  );
  expect(tables.size).toBeGreaterThan(100);
  const wrong = [...tables].filter(([table, custom]) => named.has(table) === custom);
  expect(wrong.map(([table, custom]) => `${table}: ${custom ? "is SigmaHQ's" : "is not SigmaHQ's"}`)).toEqual(
    [],
  );
});

test("fields of Sigma are those of the taxonomy, where it names them", async () => {
  const lists = Object.entries(taxonomy.fields);
  const read = boundColumns(await sigma()).filter(({ custom }) => !custom);
  const checked = read.flatMap(({ source, table, column }) => {
    const [category, fields] = lists.find(([of]) => table === of || table.startsWith(`${of},`)) ?? [];
    return category === undefined || fields === undefined
      ? []
      : [{ source, table, column, category, fields }];
  });
  expect(checked.length).toBeGreaterThan(70);
  const wrong = checked.filter(
    ({ table, column, category, fields }) =>
      !fields.includes(column) &&
      !(table.includes("product=windows") || table.includes("product=linux")
        ? taxonomy.windows.includes(column)
        : (taxonomy.unnamed[category] ?? []).includes(column)),
  );
  expect(wrong.map(({ source, table, column }) => `${source}: ${table} has no ${column}`)).toEqual([]);
});
