import { expect, it } from "vitest";
import { sigma } from "../../src/backends/sigma/index.js";
import { sentinel } from "../../src/backends/sentinel/index.js";
import { compileSearch } from "../support/compile-search.js";

const search = (test: string) =>
  `| tstats count from datamodel=Endpoint.Registry where ${test} by Registry.dest`;

/**
 * Sysmon writes the value's name behind its key. Splunk's add-on names the last but one part as the key where a value is
 * set, else the last one, and a value only where one is set.
 */
it.each([
  [
    "registry_key_name=Run",
    ["EventType: 'SetValue'", String.raw`'(^|\\)(Run)\\[^\\]*$'`, String.raw`endswith: '\Run'`],
  ],
  ["registry_value_name=Run", ["EventType: 'SetValue'", String.raw`endswith: '\Run'`]],
])("a rule over Sysmon's events tells key and value apart: %s", async (test, parts) => {
  const compiled = await compileSearch(sigma, search(`Registry.${test}`));
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  const text = compiled.artifacts.map((artifact) => artifact.text).join("\n");
  for (const part of parts) expect(text).toContain(part);
});

it("a query over Sysmon's events tells key and value apart", async () => {
  for (const home of ["sysmon", "sysmon-windowsevent"]) {
    const compiled = await compileSearch(sentinel, search("Registry.registry_key_name=Run"), {
      homes: { "cim.endpoint.registry": home },
    });
    if (compiled.status === "refused") throw new Error(compiled.reasons.join());
    expect(compiled.query.text).toMatch(/iff\(.*"SetValue".*\(\?:\^\|\\\\\)\(\[\^\\\\\]\+\)/u);
  }
});
