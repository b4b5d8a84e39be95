import { expect, it } from "vitest";
import { cortex } from "../../src/backends/cortex/index.js";
import { elastic } from "../../src/backends/elastic/index.js";
import { sentinel } from "../../src/backends/sentinel/index.js";
import { sigma } from "../../src/backends/sigma/index.js";
import type { Target } from "../../src/target/backend.js";
import { compileSearch, type SearchOptions } from "../support/compile-search.js";

async function textOf(target: Target, search: string, options: SearchOptions = {}): Promise<string> {
  const compiled = await compileSearch(target, search, options);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  return [compiled.query.text, ...compiled.artifacts.map(({ text }) => text)].join("\n");
}

const processes = (test: string) =>
  `| tstats count from datamodel=Endpoint.Processes where ${test} by Processes.dest`;
const files = (test: string, key = "dest") =>
  `| tstats count from datamodel=Endpoint.Filesystem where ${test} by Filesystem.${key}`;
const registry = (test: string) =>
  `| tstats count from datamodel=Endpoint.Registry where ${test} by Registry.dest`;

/** Sysmon, which Splunk shows, has no event of what is only read. */
it.each([
  [
    registry("Registry.registry_path=*x"),
    'event.action in ("modification", "creation", "deletion", "rename")',
  ],
  [
    files("Filesystem.file_path=*x"),
    'event.action in ("creation", "modification", "overwrite", "rename", "deletion")',
  ],
])("a rule over Elastic Defend's events asks for changes: %s", async (search, expected) => {
  expect(await textOf(elastic, search)).toContain(expected);
});

it.each([
  [sentinel, 'iff(ActionType =~ "FileCreated", TimeGenerated, datetime(null))'],
  [elastic, 'TO_LOWER(event.action) == "creation", @timestamp'],
  [cortex, "if(event_sub_type = ENUM.FILE_CREATE_NEW, _time)"],
])(
  "the time of an event is that of a file's creation where it creates the file",
  async (target, expected) => {
    expect(await textOf(target, files("Filesystem.file_path=*x", "file_create_time"))).toContain(expected);
  },
);

/** The add-on takes a file that Sysmon's event 11 has written over for a modified one. */
it("a file that is created is none that was there", async () => {
  const text = await textOf(sentinel, files("Filesystem.action=created"), {
    homes: { "cim.endpoint.filesystem": "sysmon" },
  });
  expect(text).toMatch(/UtcTime.*== .*CreationUtcTime/u);
});

it("a file that is created is told from one that was there, or the search refused", async () => {
  const options = { homes: { "cim.endpoint.filesystem": "sysmon" } };
  expect(await compileSearch(elastic, files("Filesystem.action=created"), options)).toMatchObject({
    status: "refused",
    reasons: [expect.stringContaining("its time of creation")],
  });
  for (const target of [elastic, cortex])
    expect(await textOf(target, files("Filesystem.action=deleted"), options)).toMatch(/\("23", "26"\)/u);
});

it.each([sentinel, cortex])("Sysmon has the hashes of deleted files", async (target) => {
  const text = await textOf(target, files('Filesystem.file_hash="*SHA256=x*"'), {
    homes: { "cim.endpoint.filesystem": "sysmon" },
  });
  expect(text).toMatch(/Hashes/u);
});

it("a search that compares accounts reads the logons of hosts in Elastic", async () => {
  const search =
    "| tstats count from datamodel=Authentication where Authentication.user=x by Authentication.src _time span=1h";
  expect(await textOf(elastic, search, { detection: { dataSources: [] } })).toMatch(
    /"index": \[\s+"logs-system\.auth-\*",\s+"logs-system\.security-\*"\s+\]/u,
  );
});

/** Event 4688 has a hyphen for the one that a process runs as where that is the one who asked for it. */
it.each([
  [
    sentinel,
    "securityevent",
    'coalesce(iff(TargetUserName == "-", "", TargetUserName), SubjectUserName) =~ "x"',
  ],
  [sentinel, "asim", 'TargetUsername) == "-", ""'],
  [elastic, "security", "?winlog.event_data.TargetUserName == null and winlog.event_data.SubjectUserName"],
  [cortex, "security", "event_data -> SubjectUserName"],
])("the user of a process of event 4688 is the one that it runs as", async (target, home, expected) => {
  const text = await textOf(target, processes("Processes.user=x"), {
    homes: { "cim.endpoint.processes": home },
  });
  expect(text).toContain(expected);
});

it.each([
  registry("Registry.registry_value_data=0x00000001"),
  'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" EventCode=13 registry_value_data=0x00000001',
])("Elastic's pipeline for Sysmon has names of its own for the types of numbers: %s", async (search) => {
  const text = await textOf(elastic, search, { homes: { "cim.endpoint.registry": "sysmon" } });
  expect(text).toContain('registry.data.type : ("REG_DWORD", "SZ_DWORD")');
});

/** A table that several kinds of events share says nothing of the kind. */
it("a rule over Windows accounts asks for the number of the event", async () => {
  const search = (test: string) => `| tstats count from datamodel=Change where ${test} by All_Changes.dest`;
  const options = { detection: { dataSources: ["Windows Event Log Security 4720"] } };
  const text = await textOf(
    sigma,
    search("All_Changes.result_id=4720 All_Changes.action=created All_Changes.user=x"),
    options,
  );
  expect(text).toMatch(/EventID: 4720\n\s+TargetUserName: 'x'/u);
  const either = await textOf(
    sigma,
    search("All_Changes.result_id IN (4720, 4726) All_Changes.action=created All_Changes.user=x"),
    options,
  );
  expect(either).toMatch(/EventID: 4720\n\s+TargetUserName: 'x'/u);
  expect(await compileSearch(sigma, search("All_Changes.action=created"), options)).toMatchObject({
    status: "refused",
  });
});

/** The schemas of the products have words of their own for changes and for who made them. */
it.each([
  [sentinel, /EventID == 4720 and TargetUserName =~ "x"/u],
  [elastic, /event.code : "4720"\s+and winlog.event_data.TargetUserName : "x"/u],
  [cortex, /TargetUserName = "x"/u],
])("a rule over Windows accounts reads their own log", async (target, expected) => {
  const search =
    "| tstats count from datamodel=Change where All_Changes.result_id=4720 All_Changes.user=x by All_Changes.dest";
  const options = { detection: { dataSources: ["Windows Event Log Security 4720"] } };
  expect(await textOf(target, search, options)).toMatch(expected);
});
