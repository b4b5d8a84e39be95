import { expect, it } from "vitest";
import { understand } from "../../src/compile.js";
import { loadTargets } from "../../src/content/load-targets.js";
import type { LookupTable } from "../../src/content/model.js";
import type { LogicalPlan } from "../../src/plan/plan.js";
import { requiredFields } from "../../src/plan/required-fields.js";

const table: LookupTable = {
  name: "tools",
  description: "",
  kind: "csv",
  csv: { path: "tools.csv", text: "program,maker\na.exe,b" },
  columns: ["program", "maker"],
  matchTypes: new Map(),
  caseSensitive: false,
  minMatches: 0,
  file: { name: "tools.yml", text: "" },
};

async function planOf(search: string): Promise<LogicalPlan> {
  const { catalog } = await loadTargets();
  const content = {
    detections: [],
    macros: new Map(),
    lookups: new Map([[table.name, table]]),
    dataSources: new Map(),
    stories: new Map(),
    baselines: [],
    diagnostics: [],
  };
  const source = { name: "search", text: `eventtype=wineventlog_security ${search}` };
  const { plan } = understand(source, { content, catalog, targets: [] });
  if (plan === undefined) throw new Error(search);
  return plan;
}

/** `lookup <table> <column> AS <field> OUTPUT <column> AS <field>`: events have the fields, the table has the columns. */
it.each([
  ["the field of a key", "lookup tools program AS Image OUTPUT maker | table maker", ["Image"]],
  ["no output", "lookup tools program AS Image OUTPUT maker AS known | table known", ["Image"]],
  [
    "a field that has the name of a column",
    "lookup tools program AS Image OUTPUT maker AS known | table maker known",
    ["Image", "maker"],
  ],
])("a lookup asks the events for %s", async (_, search, expected) => {
  const fields = [...requiredFields(await planOf(`EventCode=1 | ${search}`)).values()].flat();
  const names = fields.map(({ name }) => name).filter((name) => name !== "EventCode");
  expect(names.sort()).toEqual(expected);
});
