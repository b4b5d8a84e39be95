import { expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { compileSearch } from "../../support/compile-search.js";

it("takes the data of an event as it was before it was written as XML, the ampersand last", async () => {
  const compiled = await compileSearch(
    sentinel,
    'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" EventCode=1 CommandLine="*2&gt;&amp;1*"',
  );
  const text = compiled.status === "compiled" ? compiled.query.text : "";
  const entities = [...new Set([...text.matchAll(/"(&\w+;)", (@?"."|'"')/gu)].map(([, entity]) => entity))];
  expect(entities).toEqual(["&lt;", "&gt;", "&quot;", "&apos;", "&amp;"]);
  expect(text).toContain('contains "2>&1"');
});

it("says once how the data of an event is read, before the query, and only where it is", async () => {
  const search = 'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" EventCode=1 ';
  const two = await compileSearch(sentinel, `${search} CommandLine="*a*" ParentImage="*b*"`);
  const text = two.status === "compiled" ? two.query.text : "";
  expect(text.startsWith("let unescaped = (xml: string) {\n  replace_string(")).toBe(true);
  expect(text.split('"&amp;"').length).toBe(2);
  const none = await compileSearch(sentinel, `${search} | stats count by Computer`);
  expect(none).toMatchObject({
    status: "compiled",
    query: { text: expect.not.stringContaining("unescaped") },
  });
});
