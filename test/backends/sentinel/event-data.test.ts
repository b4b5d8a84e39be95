import { expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { compileSearch } from "../../support/compile-search.js";

it("takes the data of an event as it was before it was written as XML, the ampersand last", async () => {
  const compiled = await compileSearch(
    sentinel,
    'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" EventCode=1 CommandLine="*2>&1*"',
  );
  const text = compiled.status === "compiled" ? compiled.query.text : "";
  const entities = [...new Set([...text.matchAll(/"(&\w+;)", (@?"."|'"')/gu)].map(([, entity]) => entity))];
  expect(entities).toEqual(["&lt;", "&gt;", "&quot;", "&apos;", "&amp;"]);
  expect(text).toContain('contains "2>&1"');
});
