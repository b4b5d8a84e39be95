import { expect, it } from "vitest";
import { cortex } from "../../src/backends/cortex/index.js";
import { elastic } from "../../src/backends/elastic/index.js";
import { sigma } from "../../src/backends/sigma/index.js";
import { sentinel } from "../../src/backends/sentinel/index.js";
import { EvaluationContext } from "../../src/evaluate/context.js";
import { compileExpression } from "../../src/evaluate/expression.js";
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

/** A registry path is parted by backslashes alone: the names of channels and of ciphers hold slashes. */
it.each([
  ["registry_event", sigma, String.raw`TargetObject|endswith: '\Microsoft-Windows-CAPI2/Operational'`],
  ["defend", elastic, String.raw`registry.key : ("*\\Microsoft-Windows-CAPI2/Operational", "Micro`],
  ["defender", sentinel, String.raw`extract(@"[^\\]*$", 0, coalesce(RegistryKey, PreviousRegistryKey))`],
  ["sysmon", sentinel, String.raw`extract(@"[^\\]*$", 0, unescaped(`],
  ["xdr", cortex, String.raw`regextract(action_registry_key_name, "([^\\]*)$")`],
  ["sysmon", cortex, String.raw`regextract(event_data -> TargetObject, "([^\\]*)$")`],
])("a key of `%s` whose name holds a slash is read", async (home, backend, part) => {
  const compiled = await compileSearch(
    backend,
    search('Registry.registry_key_name="Microsoft-Windows-CAPI2/Operational"'),
    { homes: { "cim.endpoint.registry": home } },
  );
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain(part);
});

it("ES|QL reads a value whose name holds a slash", async () => {
  const compiled = await compileSearch(
    elastic,
    `${search("Registry.action=created")} Registry.registry_key_name | where count > 3`,
  );
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain(String.raw`MV_LAST(SPLIT(registry.key, "\\"))`);
});

it.each([
  ["key_name", String.raw`HKLM\SCHANNEL\Ciphers\RC4 128/128`, "RC4 128/128"],
  ["key_name", "Run", "Run"],
  ["base_name", String.raw`C:\Windows\cmd.exe`, "cmd.exe"],
  ["base_name", String.raw`C:\Windows/cmd.exe`, "cmd.exe"],
] as const)("`%s` of %s is %s", (name, path, expected) => {
  const span = { source: { name: "search", text: "" }, start: 0, end: 0 };
  const value = { kind: "literal", value: path, span } as const;
  const call = { kind: "call", function: name, arguments: [value], type: "text", span } as const;
  expect(compileExpression(call, new EvaluationContext({ now: 0 }))(new Map())).toBe(expected);
});
