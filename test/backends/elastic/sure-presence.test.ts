import { expect, it } from "vitest";
import { elastic } from "../../../src/backends/elastic/index.js";
import { compileSearch } from "../../support/compile-search.js";

async function esql(by: string): Promise<string> {
  const search = `source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" EventCode=1 | stats count by ${by} | where count > 3`;
  const compiled = await compileSearch(elastic, search);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  return compiled.query.text;
}

/**
 * Elasticsearch takes `f(…) IS NOT NULL` to say that all columns below are there, also under a `COALESCE` inside: the
 * parent that the integration leaves out for a hyphen would take the event with it.
 */
it.each([
  [
    "what is computed from a value put in a gap",
    "parent_process_name",
    "COALESCE(MV_COUNT(Esql.parent_process_name), 0) > 0",
  ],
  ["a column", "user", "user.name IS NOT NULL"],
  ["what is computed from a column", "process_name", "Esql.process_name IS NOT NULL"],
])("%s is there", async (_, by, expected) => {
  expect(await esql(by)).toContain(`| WHERE ${expected}\n`);
});

it("a name of EVAL stands for what it is computed from", async () => {
  const search = `source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" EventCode=1
    | eval parent=replace(parent_process_name, "x", "y"), again=replace(parent, "a", "b") | stats count by again`;
  const compiled = await compileSearch(elastic, search);
  expect(compiled).toMatchObject({
    query: { text: expect.stringContaining("COALESCE(MV_COUNT(Esql.again), 0) > 0") as string },
  });
});
