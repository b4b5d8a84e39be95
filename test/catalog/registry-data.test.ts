import { expect, it } from "vitest";
import { cortex } from "../../src/backends/cortex/index.js";
import { elastic } from "../../src/backends/elastic/index.js";
import { sentinel } from "../../src/backends/sentinel/index.js";
import { sigma } from "../../src/backends/sigma/index.js";
import { EvaluationContext } from "../../src/evaluate/context.js";
import { compileExpression } from "../../src/evaluate/expression.js";
import type { Target } from "../../src/target/backend.js";
import { compileSearch } from "../support/compile-search.js";

const qword = "0x01d776fd-0xd724b8c5";

function compiled(target: Target, home: string, data: string) {
  const search = `| tstats count from datamodel=Endpoint.Registry where Registry.registry_value_data=${data} by Registry.dest`;
  return compileSearch(target, search, { homes: { "cim.endpoint.registry": home } });
}

/** Splunk's add-on shows what Sysmon writes in brackets, be it one number or the two halves of one. */
it.each([
  ["DWORD (0x00000001)", "0x00000001"],
  [`QWORD (${qword})`, qword],
  ["QWORD (0x01d776fd-)", "QWORD (0x01d776fd-)"],
  ["Binary Data", "Binary Data"],
])("%s is shown as %s", (data, expected) => {
  const span = { source: { name: "search", text: "" }, start: 0, end: 0 };
  const value = { kind: "literal", value: data, span } as const;
  const call = { kind: "call", function: "registry_data", arguments: [value], type: "text", span } as const;
  expect(compileExpression(call, new EvaluationContext({ now: 0 }))(new Map())).toBe(expected);
});

it.each([
  ["sysmon", qword, sentinel, String.raw`(0x[0-9a-fA-F]+(?:-0x[0-9a-fA-F]+)?)\)$", 1, unescaped(`],
  ["sysmon-windowsevent", qword, sentinel, "(?:-0x[0-9a-fA-F]+)?"],
  ["registry_event", qword, sigma, `- 'QWORD (${qword})'`],
  ["registry_event", "0x*-0xd724b8c5", sigma, "- 'QWORD (0x*-0xd724b8c5)'"],
  ["sysmon", qword, cortex, `event_data -> Details in ("${qword}", "QWORD (${qword})")`],
  ["sysmon", "0x00000001", cortex, 'event_data -> Details in ("0x00000001", "DWORD (0x00000001)")'],
  ["sysmon", "1", cortex, 'event_data -> Details = "1"'],
  ["sysmon", "*.exe", cortex, 'event_data -> Details = "*.exe"'],
  // Kept as a number, a QWORD is none of the texts that Splunk shows.
  ["defend", "1", elastic, 'not registry.data.type : ("REG_DWORD", "REG_QWORD")'],
  ["sysmon", "1", elastic, '("REG_DWORD", "SZ_DWORD", "REG_QWORD", "SZ_QWORD")'],
  ["xdr", "1", cortex, "not (action_registry_value_type in (4, 11))"],
])("events of `%s` are read as they write numbers: %s", async (home, data, target, expected) => {
  const rule = await compiled(target, home, data);
  if (rule.status === "refused") throw new Error(rule.reasons.join());
  expect(rule.query.text).toContain(expected);
});

it.each([
  ["the halves of a QWORD that is kept as one number", "defend", elastic, qword],
  ["the same of Sysmon's events", "sysmon", elastic, qword],
  ["the same of an agent", "xdr", cortex, qword],
  ["a part of the halves", "sysmon", cortex, "0x*-*"],
  ["what may be the name of the type", "sysmon", cortex, "*word*"],
  ["the brackets, which Splunk does not show", "sysmon", cortex, '"DWORD (0x00000001)"'],
])("%s is not asked for", async (_, home, target, data) => {
  expect(await compiled(target, home, data)).toMatchObject({
    status: "refused",
    reasons: [expect.stringContaining("another way")],
  });
});
