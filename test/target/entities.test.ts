import { describe, expect, it } from "vitest";
import { targets } from "../../src/backends/index.js";
import { compileSearch } from "../support/compile-search.js";

const processes = (tests: string) =>
  `| tstats count from datamodel=Endpoint.Processes where ${tests} by Processes.dest`;
const sysmon = 'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" EventCode=1';

/** The targets that refuse a search because it asks for an entity of XML. */
async function refusing(search: string): Promise<readonly string[]> {
  const answers = await Promise.all(
    targets.map(async (target) => {
      const compiled = await compileSearch(target, search);
      const reasons = compiled.status === "refused" ? compiled.reasons : [];
      return reasons.some((reason) => reason.startsWith("target/xml-entity")) ? [target.id] : [];
    }),
  );
  return answers.flat().sort();
}

describe("an entity of XML, which Splunk keeps and other products decode", () => {
  it.each([
    ["a wildcard of a data model", processes('Processes.process="*&gt;*"')],
    ["one of a list", processes('Processes.process IN ("*a*", "*&lt;b*")')],
    ["a whole value", `${sysmon} CommandLine="a &amp; b"`],
    ["a regular expression", `${sysmon} | where match(CommandLine, "&gt;\\s*nul")`],
  ])("is refused by every target but Splunk: %s", async (_, search) => {
    expect(await refusing(search)).toEqual(["cortex", "elastic", "sentinel", "sigma"]);
  });

  it.each([
    ["a log that is JSON", 'sourcetype="aws:cloudtrail" userAgent="*&gt;*"'],
    ["an ampersand alone", processes('Processes.process="*a & b*"')],
    ["the character itself", processes('Processes.process="*>*"')],
  ])("is no matter for %s", async (_, search) => {
    expect(await refusing(search)).toEqual([]);
  });
});
