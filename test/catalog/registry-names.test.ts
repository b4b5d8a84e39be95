import { expect, it } from "vitest";
import { elastic } from "../../src/backends/elastic/index.js";
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

/**
 * Elastic Defend names the set of controls by its number and the hive of users in full, where Sysmon, which Splunk shows,
 * has `CurrentControlSet` and `HKU`.
 */
it.each([
  [
    "*\\\\CurrentControlSet\\\\Control\\\\Lsa\\\\x",
    [String.raw`regex~ """.*\\ControlSet00[0-9]\\Control\\Lsa\\x"""`],
  ],
  ["*CurrentControlSet\\\\Services*", [String.raw`regex~ """.*\\ControlSet00[0-9]\\Services.*"""`]],
  [
    "HKU\\\\*\\\\Environment\\\\windir",
    [String.raw`"HKEY_USERS\\*\\Environment\\windir"`, String.raw`"HKU\\*`],
  ],
  ["*HKU\\\\*\\\\windir", [String.raw`"HKEY_USERS\\*\\windir"`]],
  ["HKLM\\\\Software\\\\x*", [String.raw`: "HKLM\\Software\\x*"`]],
  // A part of what is spelled another way is tested in the other spelling itself.
  ["*\\\\Control*", ["REPLACE(REPLACE(REPLACE(registry.path", String.raw`"\\\\CurrentControlSet\\\\"`]],
  ["*\\\\ControlSet001\\\\*", ["REPLACE(REPLACE(REPLACE(registry.path"]],
  // The default value of a key has no name there.
  ["*\\\\CurVer\\\\(Default)", [String.raw`: ("*\\CurVer\\(Default)", "*\\CurVer\\")`]],
  ["*\\\\Icon\\\\(Def*", [String.raw`: ("*\\Icon\\(Def*", "*\\Icon\\")`]],
  ["*\\\\Run\\\\*", [String.raw`: "*\\Run\\*"`]],
  ["*fault)", ["REPLACE(REPLACE(REPLACE(registry.path"]],
])("a rule over Elastic Defend's events spells a path as they do: %s", async (path, parts) => {
  const compiled = await compileSearch(elastic, search(`Registry.registry_path="${path}"`));
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  for (const part of parts) expect(compiled.query.text).toContain(part);
});

it("a query over Defender XDR's events has a path for those of keys, which name no value", async () => {
  const compiled = await compileSearch(sentinel, search(String.raw`Registry.registry_path="*\\Run"`));
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).not.toContain("isempty(RegistryValueName)");
  expect(compiled.query.text).toContain(
    String.raw`replace_regex(RegistryValueType, @".+", "(Default)"), @"\")`,
  );
});

/** The add-on for Sysmon has a value of events that set one, and the last part of the path for the key of others. */
it.each([
  ["registry_value_name=x", 'iff(ActionType =~ "RegistryValueSet", '],
  ["registry_key_name=x", 'iff(ActionType =~ "RegistryValueDeleted", '],
  ["registry_path=*x", "coalesce(RegistryKey, PreviousRegistryKey)"],
])(
  "a query over Defender XDR's events reads what is deleted by what it was named: %s",
  async (test, part) => {
    const compiled = await compileSearch(sentinel, search(`Registry.${test}`));
    if (compiled.status === "refused") throw new Error(compiled.reasons.join());
    expect(compiled.query.text).toContain(part);
  },
);
